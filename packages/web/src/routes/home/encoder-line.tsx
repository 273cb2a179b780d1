/** Which encoder serves, how good it is, and how to get a better one: said, not hidden. */
import type { LibrarySummary } from "@imantics/api";
import { Link } from "@tanstack/react-router";
import styles from "./encoder-line.module.css";

export function EncoderLine({ encoder }: { readonly encoder: LibrarySummary["encoder"] }) {
  return (
    <section className={styles.encoder} aria-label="Encoder">
      <p>
        <strong>{encoder.title}</strong> looks at your photos. {encoder.quality}
      </p>
      {!encoder.acceptsText && <p>It does not understand words: search with pictures.</p>}
      {encoder.advice && (
        <p>
          {encoder.advice} <Link to="/settings">Models</Link>
        </p>
      )}
    </section>
  );
}
