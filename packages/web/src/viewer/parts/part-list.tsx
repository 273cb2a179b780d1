/** The parts of a picture in the details: the things, the text that was read, what was drawn. */
import type { Region } from "@imantics/api";
import { Button } from "../../components/button.tsx";
import { regionLabel } from "../../regions/region-words.ts";
import { percentile } from "../../words/quantities.ts";
import { copyText } from "./copy-text.ts";
import styles from "./part-list.module.css";
import type { PartsOfPicture } from "./use-parts.ts";

export function PartList({ parts }: { readonly parts: PartsOfPicture }) {
  const { regions } = parts;
  const things = regions.filter(({ type }) => type !== "text");
  const texts = regions.filter(({ type }) => type === "text").toSorted(byReading);
  return (
    <>
      {things.length > 0 && (
        <section aria-label="Parts">
          <h3>Parts</h3>
          <ul className={styles.things}>
            {things.map((region) => (
              <li key={region.id}>
                <button
                  type="button"
                  aria-pressed={parts.chosen?.id === region.id}
                  onClick={() => parts.choose(region.id)}
                >
                  {regionLabel(region)}
                  {region.confidence !== null && <small>{percentile(region.confidence * 100)} %</small>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {texts.length > 0 && (
        <section aria-label="Text">
          <header className={styles.header}>
            <h3>Text</h3>
            <Button
              kind="quiet"
              icon="copy"
              onClick={() => void copyText(texts.map(({ text }) => text).join("\n"))}
            >
              Copy all
            </Button>
          </header>
          {texts.map((region) => (
            <p key={region.id} className={styles.text}>
              {region.text}
            </p>
          ))}
        </section>
      )}
    </>
  );
}

/** Lines that begin within this share of the height count as side by side. */
const lineHeight = 0.02;

/** From top to bottom, side by side from left to right. */
function byReading(a: Region, b: Region): number {
  const line = ({ box }: Region) => Math.round(box.y / lineHeight);
  return line(a) - line(b) || a.box.x - b.box.x;
}
