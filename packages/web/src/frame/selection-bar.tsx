/** What is selected and what can be done with it; there only while something is selected. */
import { useNavigate } from "@tanstack/react-router";
import { originalUrl } from "../client.ts";
import { Button } from "../components/button.tsx";
import { selection, useSelection } from "../selection/selection.ts";
import { count } from "../words/quantities.ts";
import styles from "./selection-bar.module.css";

/** More pictures than this make a query no more exact. */
const mostQueryPictures = 16;
/** A browser asks before it saves many files at once; more than this belongs into an export. */
const mostDownloads = 50;

export function SelectionBar() {
  const selected = useSelection();
  const navigate = useNavigate();
  if (selected.size === 0) return null;
  const ids = [...selected];
  const findSimilar = () => {
    const pictures = ids.slice(0, mostQueryPictures).map((id) => `image:${id}`);
    void navigate({ to: "/search", search: { q: pictures.join(" ") } });
  };
  return (
    <section className={styles.bar} aria-label="Selection">
      <p role="status">
        <strong>{count(selected.size)}</strong> selected
      </p>
      <Button kind="quiet" onClick={selection.clear}>
        Clear
      </Button>
      <Button icon="similar" onClick={findSimilar}>
        Find similar
      </Button>
      <Button
        icon="download"
        disabled={selected.size > mostDownloads}
        title={selected.size > mostDownloads ? `At most ${mostDownloads} at once` : "Save the original files"}
        onClick={() => downloadAll(ids)}
      >
        Download
      </Button>
    </section>
  );
}

function downloadAll(ids: readonly string[]): void {
  for (const id of ids) {
    const link = document.createElement("a");
    link.href = originalUrl(id);
    link.download = "";
    link.click();
  }
}
