/** Search before anything is asked: what one can write, and a few things this library holds. */
import { formatPart, offeredFields } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { libraryQuery } from "../../queries.ts";
import { usePromoted } from "../clusters/use-promoted.ts";
import styles from "./search-help.module.css";

type Notation = readonly (readonly [example: string, meaning: string])[];

const ofWords: Notation = [
  ["a dog on a beach", "words, as you would say them"],
  ["beach - people", "minus pushes away"],
  ["beach + boat", "plus adds a second thing to look for"],
  ["2*beach + boat", "a number in front gives weight"],
];
const ofFacts: Notation = [
  ['"TOTAL 42"', "stands in the picture, letter by letter"],
  ...offeredFields.map(({ example, meaning }) => [example, meaning] as const),
  ["-label:dog", "minus or NOT before any of these: is not so"],
];
const mostIdeas = 8;

export function SearchHelp() {
  const { data: library } = useQuery(libraryQuery);
  const takesText = library?.encoder.acceptsText ?? true;
  const ideas = usePromoted()?.clusters.slice(0, mostIdeas) ?? [];
  return (
    <Page title="Search" isNarrow>
      {takesText ? (
        <NotationList label="Words" notation={ofWords} />
      ) : (
        <p>{library?.encoder.title} takes no words: search with a picture.</p>
      )}
      <p className={styles.pictures}>
        A picture works as well: paste it, drop it on the window, choose it in the search box, or press{" "}
        <kbd>s</kbd> on a photo. In the viewer <kbd>d</kbd> marks a part of a photo to search with. Words,
        pictures and conditions can be mixed.
      </p>
      {takesText && ideas.length > 0 && (
        <section className={styles.section}>
          <h2>In this library</h2>
          <ul className={styles.ideas}>
            {ideas.map((cluster) => (
              <li key={cluster.id}>
                <Link
                  to="/search"
                  search={{ q: formatPart({ kind: "text", text: cluster.name, weight: 1 }, true) }}
                >
                  {cluster.covers[0] && <Thumbnail id={cluster.covers[0]} />}
                  <span>{cluster.name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.section}>
        <h2>Conditions and pictures in words</h2>
        <p className={styles.pictures}>The search box offers these, and their values, while you type.</p>
        <NotationList label="Conditions" notation={ofFacts} />
      </section>
    </Page>
  );
}

function NotationList({ label, notation }: { readonly label: string; readonly notation: Notation }) {
  return (
    <dl className={styles.notation} aria-label={label}>
      {notation.map(([example, meaning]) => (
        <div key={example}>
          <dt>
            <kbd>{example}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
