/** What was found in the photos, most frequent first; each leads to the photos that show it. */
import { type Condition, formatCondition, type PartCount } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { partsQuery } from "../../queries.ts";
import { count, counted } from "../../words/quantities.ts";
import styles from "./parts-found.module.css";

const mostShown = 24;

export function PartsFound() {
  const { data: parts } = useQuery(partsQuery);
  const found = (parts?.counts ?? [])
    .flatMap((counted) => {
      const condition = conditionOf(counted);
      return condition ? [{ counted, line: formatCondition(condition) }] : [];
    })
    .toSorted((a, b) => b.counted.images - a.counted.images)
    .slice(0, mostShown);
  if (found.length === 0) return null;
  return (
    <section className={styles.found} aria-labelledby="home-parts">
      <h2 id="home-parts">In the photos</h2>
      <ul>
        {found.map(({ counted: { type, label, images }, line }) => (
          <li key={line}>
            <Link
              to="/search"
              search={{ q: line }}
              aria-label={`${label ?? typeNames[type]}, ${counted(images, "photo")}`}
            >
              {label ?? typeNames[type]} <small>{count(images)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const typeNames: Readonly<Record<PartCount["type"], string>> = {
  whole: "photos",
  object: "things",
  text: "text",
  face: "faces",
  drawn: "parts you drew",
};

/** What asks for the photos that were counted; null: it would be all of them. */
function conditionOf({ type, label }: PartCount): Condition | null {
  if (type === "whole") return null;
  return label === null ? { field: "type", type, isNot: false } : { field: "label", label, isNot: false };
}
