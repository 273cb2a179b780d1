/** Search before anything is asked: what one can write, and a few things this library holds. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { libraryQuery } from "../../queries.ts";
import { usePromoted } from "../clusters/use-promoted.ts";
import styles from "./search-help.module.css";

const notation: readonly (readonly [string, string])[] = [
  ["a dog on a beach", "words, as you would say them"],
  ["beach - people", "minus pushes away"],
  ["beach + boat", "plus adds a second thing to look for"],
  ["2*beach + boat", "a number in front gives weight"],
];
const mostIdeas = 8;

export function SearchHelp() {
  const { data: library } = useQuery(libraryQuery);
  const takesText = library?.encoder.acceptsText ?? true;
  const ideas = usePromoted()?.clusters.slice(0, mostIdeas) ?? [];
  return (
    <Page title="Search" isNarrow>
      {takesText ? (
        <dl className={styles.notation}>
          {notation.map(([query, meaning]) => (
            <div key={query}>
              <dt>
                <kbd>{query}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>{library?.encoder.title} takes no words: search with a picture.</p>
      )}
      <p className={styles.pictures}>
        A picture works as well: paste it, drop it on the window, choose it in the search box, or press{" "}
        <kbd>s</kbd> on a photo. Words and pictures can be mixed.
      </p>
      {takesText && ideas.length > 0 && (
        <>
          <h2>In this library</h2>
          <ul className={styles.ideas}>
            {ideas.map((cluster) => (
              <li key={cluster.id}>
                <Link to="/search" search={{ q: [cluster.name] }}>
                  {cluster.covers[0] && <Thumbnail id={cluster.covers[0]} />}
                  <span>{cluster.name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}
