/**
 * One picture over the whole window: arrows, zoom to pixels, film strip, details. Dark in both
 * themes. Which picture is the address's business, so that a reload shows the same one.
 */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { originalUrl, thumbnailUrl } from "../client.ts";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useModal } from "../components/use-modal.ts";
import type { TileSource } from "../photos/use-tile-pages.ts";
import { imageQuery, queryClient } from "../queries.ts";
import { selection, useSelection } from "../selection/selection.ts";
import { count } from "../words/quantities.ts";
import { Details } from "./details.tsx";
import { FilmStrip } from "./film-strip.tsx";
import { Stage } from "./stage.tsx";
import { useNeighbours } from "./use-neighbours.ts";
import { useZoom } from "./use-zoom.ts";
import styles from "./viewer.module.css";

const detailsKey = "imantics.details";

export interface ViewerProps {
  readonly image: string;
  /** Its place in the listing; undefined when the address does not say. */
  readonly at: number | undefined;
  readonly total: number;
  readonly source: TileSource;
  readonly onMove: (image: string, at: number) => void;
  readonly onClose: () => void;
  readonly onSimilar: (image: string) => void;
}

export function Viewer({ image, at, total, source, onMove, onClose, onSimilar }: ViewerProps) {
  const dialog = useModal();
  const [hasDetails, setDetails] = useState(() => localStorage.getItem(detailsKey) === "open");
  const { data: detail } = useQuery(imageQuery(image));
  const strip = useNeighbours(image, at, total, source);
  const isSelected = useSelection().has(image);
  const zoom = useZoom(image);

  const move = (step: number) => {
    const next = strip.index + step;
    const id = strip.idAt(next);
    if (id !== undefined) onMove(id, next);
  };
  const toggleDetails = () => {
    localStorage.setItem(detailsKey, hasDetails ? "closed" : "open");
    setDetails(!hasDetails);
  };

  // The neighbours are ready before one goes there.
  const next = strip.idAt(strip.index + 1);
  const previous = strip.idAt(strip.index - 1);
  useEffect(() => {
    for (const id of [next, previous]) {
      if (id === undefined) continue;
      new Image().src = thumbnailUrl(id, "large");
      void queryClient.prefetchQuery(imageQuery(id));
    }
  }, [next, previous]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
      "+": () => zoom.by(1.5),
      "=": () => zoom.by(1.5),
      "-": () => zoom.by(1 / 1.5),
      "0": zoom.fit,
      i: toggleDetails,
      x: () => selection.toggle(image),
      s: () => onSimilar(image),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      data-theme="dark"
      aria-label="Viewer"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.bar}>
        <IconButton icon="close" label="Close (Esc)" onClick={onClose} />
        <p className={styles.place}>
          {strip.index >= 0 ? `${count(strip.index + 1)} of ${count(total)}` : ""}
          <span>{detail?.paths[0]?.split("/").at(-1)}</span>
        </p>
        <IconButton
          icon="minus"
          label="Zoom out (-)"
          className={styles.zooming}
          disabled={zoom.view.scale <= 1}
          onClick={() => zoom.by(1 / 1.5)}
        />
        <IconButton icon="plus" label="Zoom in (+)" className={styles.zooming} onClick={() => zoom.by(1.5)} />
        <IconButton
          icon="check"
          label="Select (x)"
          aria-pressed={isSelected}
          onClick={() => selection.toggle(image)}
        />
        <IconButton icon="similar" label="Find similar (s)" onClick={() => onSimilar(image)} />
        <a
          className={styles.download}
          href={originalUrl(image)}
          download=""
          aria-label="Download the original"
          title="Download the original"
        >
          <Icon name="download" />
        </a>
        <IconButton icon="info" label="Details (i)" aria-pressed={hasDetails} onClick={toggleDetails} />
      </header>
      <div className={styles.middle}>
        <Stage image={image} tile={detail ?? source.tile(strip.index)} zoom={zoom} onSwipe={move} />
        {previous !== undefined && (
          <IconButton icon="left" label="Previous (←)" className={styles.previous} onClick={() => move(-1)} />
        )}
        {next !== undefined && (
          <IconButton icon="right" label="Next (→)" className={styles.next} onClick={() => move(1)} />
        )}
      </div>
      {hasDetails && <Details image={image} />}
      <FilmStrip strip={strip} onMove={onMove} />
    </dialog>
  );
}
