/**
 * One picture over the whole window: arrows, zoom to pixels, film strip, details. Dark in both
 * themes. Which picture is the address's business, so that a reload shows the same one.
 */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useLayoutEffect, useState } from "react";
import { originalUrl, thumbnailUrl } from "../client.ts";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useModal } from "../components/use-modal.ts";
import { Toasts } from "../frame/toasts.tsx";
import { actionOf, keyMap } from "../keyboard/key-map.ts";
import { noteWords, type TileNote } from "../photos/tile.tsx";
import type { TileSource } from "../photos/use-tile-pages.ts";
import { imageQuery, queryClient } from "../queries.ts";
import { selection, useSelection } from "../selection/selection.ts";
import { count } from "../words/quantities.ts";
import { Details } from "./details.tsx";
import { FilmStrip } from "./film-strip.tsx";
import { boxAfterKey, DrawLayer } from "./parts/draw-layer.tsx";
import { PartBar } from "./parts/part-bar.tsx";
import { RegionLayer } from "./parts/region-layer.tsx";
import { useParts } from "./parts/use-parts.ts";
import { Stage } from "./stage.tsx";
import { useNeighbours } from "./use-neighbours.ts";
import { useZoom } from "./use-zoom.ts";
import styles from "./viewer.module.css";
import { HeatLayer } from "./why/heat-layer.tsx";
import { useWhy } from "./why/use-why.ts";
import { WhyBar } from "./why/why-bar.tsx";

const detailsKey = "imantics.details";

export interface ViewerProps {
  readonly image: string;
  /** Its place in the listing; undefined when the address does not say. */
  readonly at: number | undefined;
  readonly total: number;
  readonly source: TileSource;
  readonly onMove: (image: string, at: number) => void;
  readonly onClose: () => void;
  /** Searches with a picture or a part of one, given as the query language writes it. */
  readonly onSearch: (part: string) => void;
  /** What a search says of the picture at an index. */
  readonly noteOf?: ((index: number) => TileNote | undefined) | undefined;
}

export function Viewer({ image, at, total, source, onMove, onClose, onSearch, noteOf }: ViewerProps) {
  const dialog = useModal();
  const [hasDetails, setDetails] = useState(() => localStorage.getItem(detailsKey) === "open");
  const { data: detail } = useQuery(imageQuery(image));
  const strip = useNeighbours(image, at, total, source);
  const isSelected = useSelection().has(image);
  const zoom = useZoom(image);
  const parts = useParts(image);
  const why = useWhy(image);
  const { draft } = parts;
  // Right after a step the listing may still speak of the picture before.
  const note = source.tile(strip.index)?.id === image ? noteOf?.(strip.index) : undefined;
  const findSimilar = () => onSearch(`image:${image}`);

  const move = (step: number) => {
    const next = strip.index + step;
    const id = strip.idAt(next);
    if (id !== undefined) onMove(id, next);
  };
  const toggleDetails = () => {
    localStorage.setItem(detailsKey, hasDetails ? "closed" : "open");
    setDetails(!hasDetails);
  };

  // What had the focus may have gone; the keys work only while it is inside.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) dialog.current?.focus();
  });

  // In a narrow window the details lie over the picture, and over the part one works with.
  const hasPart = parts.asQuery !== null;
  useEffect(() => {
    if (hasPart && window.matchMedia("(max-width: 640px)").matches) setDetails(false);
  }, [hasPart]);

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
    const push = actionOf(keyMap.drawing, event);
    const drawn = draft && push && boxAfterKey(draft, push, event.shiftKey);
    if (drawn) {
      event.preventDefault();
      parts.draw(drawn);
      return;
    }
    const action = actionOf(keyMap.viewer, event);
    // Closing is the dialog's: the browser tells it of Escape.
    if (action === null || action === "close") return;
    const actions: Readonly<Record<typeof action, () => void>> = {
      previous: () => move(-1),
      next: () => move(1),
      "zoom-in": () => zoom.by(1.5),
      "zoom-out": () => zoom.by(1 / 1.5),
      fit: zoom.fit,
      details: toggleDetails,
      select: () => selection.toggle(image),
      "find-similar": findSimilar,
      parts: parts.toggleShown,
      draw: parts.toggleDrawing,
      why: why.toggle,
    };
    event.preventDefault();
    actions[action]();
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
        if (!parts.leave() && !why.leave()) onClose();
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
          className={styles.wideOnly}
          disabled={zoom.view.scale <= 1}
          onClick={() => zoom.by(1 / 1.5)}
        />
        <IconButton
          icon="plus"
          label="Zoom in (+)"
          className={styles.wideOnly}
          onClick={() => zoom.by(1.5)}
        />
        <IconButton
          icon="check"
          label="Select (x)"
          aria-pressed={isSelected}
          onClick={() => selection.toggle(image)}
        />
        <IconButton icon="similar" label="Find similar (s)" onClick={findSimilar} />
        <IconButton
          icon="parts"
          label="Show parts (r)"
          className={styles.wideOnly}
          aria-pressed={parts.areShown}
          onClick={parts.toggleShown}
        />
        <IconButton
          icon="part"
          label="Draw a part (d)"
          aria-pressed={draft !== null}
          onClick={parts.toggleDrawing}
        />
        <IconButton icon="why" label="Why (w)" aria-pressed={why.isShown} onClick={why.toggle} />
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
        <Stage image={image} tile={detail ?? source.tile(strip.index)} zoom={zoom} onSwipe={move}>
          <HeatLayer why={why} />
          {draft ? (
            <DrawLayer
              box={draft}
              onChange={parts.draw}
              onDone={() => parts.asQuery && onSearch(parts.asQuery)}
            />
          ) : (
            <RegionLayer parts={parts} matched={note?.region?.id ?? null} />
          )}
        </Stage>
        {previous !== undefined && (
          <IconButton icon="left" label="Previous (←)" className={styles.previous} onClick={() => move(-1)} />
        )}
        {next !== undefined && (
          <IconButton icon="right" label="Next (→)" className={styles.next} onClick={() => move(1)} />
        )}
        <WhyBar why={why} />
        <PartBar parts={parts} onSearch={onSearch} />
      </div>
      {hasDetails && <Details image={image} why={noteWords(note)} parts={parts} />}
      <FilmStrip strip={strip} onMove={onMove} />
      {/* Those of the frame lie under a modal dialog. */}
      <Toasts isAtTop />
    </dialog>
  );
}
