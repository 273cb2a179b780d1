/**
 * Marking a part of a picture: drag a box, move it, drag a corner. With the keyboard the box is there
 * from the start, and `boxAfterKey` does the rest.
 */
import type { Box } from "@imantics/api";
import { type PointerEvent, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { KeyAction } from "../../keyboard/key-map.ts";
import {
  boxBetween,
  corners,
  leastSide,
  middleOfView,
  moved,
  oppositeCorner,
  type Point,
  resized,
} from "./part-box.ts";
import styles from "./parts.module.css";
import { placeOf } from "./region-layer.tsx";

interface DrawLayerProps {
  readonly box: Box;
  readonly onChange: (box: Box) => void;
  /** The box was chosen as it is. */
  readonly onDone: () => void;
}

type Dragged = (to: Point) => Box | null;

export function DrawLayer({ box, onChange, onDone }: DrawLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const boxButton = useRef<HTMLButtonElement>(null);
  const dragged = useRef<Dragged | null>(null);
  // Before anything is drawn a drag draws, wherever it begins; later one inside the box moves it.
  const [isFresh, setFresh] = useState(true);
  const start = useEffectEvent(() => {
    const view = layer.current?.closest("[data-zoomed]")?.getBoundingClientRect();
    const picture = layer.current?.getBoundingClientRect();
    if (view && picture) onChange(middleOfView(picture, view));
    boxButton.current?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => start(), []);

  const pointOf = (event: PointerEvent): Point => {
    const area = layer.current?.getBoundingClientRect() ?? new DOMRect();
    return { x: (event.clientX - area.left) / area.width, y: (event.clientY - area.top) / area.height };
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    // The stage below would pan.
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = dragFrom(event.target, pointOf(event), box, isFresh);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!dragged.current) return;
    event.stopPropagation();
    const next = dragged.current(pointOf(event));
    if (!next) return;
    onChange(next);
    setFresh(false);
  };
  const stop = () => {
    dragged.current = null;
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way; keys have the box inside.
    <div
      ref={layer}
      className={styles.drawing}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={stop}
      onPointerCancel={stop}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <button
        ref={boxButton}
        type="button"
        data-box={isFresh ? "fresh" : "drawn"}
        className={styles.draft}
        style={placeOf(box)}
        aria-label={`Part to search with, ${boxWords(box)}. Arrow keys move it, Shift and arrow keys resize it`}
        // Keys and screen readers choose it; a pointer only moves it.
        onClick={(event) => event.detail === 0 && onDone()}
      >
        {corners.map((corner) => (
          <span key={corner} data-corner={corner} className={styles.corner} aria-hidden="true" />
        ))}
      </button>
    </div>
  );
}

/** What dragging from a point does: a corner, the box as a whole, or a new box. */
function dragFrom(target: EventTarget, from: Point, box: Box, isFresh: boolean): Dragged {
  const element = target instanceof HTMLElement ? target : null;
  const corner = corners.find((known) => known === element?.dataset.corner);
  if (corner) {
    const opposite = oppositeCorner(box, corner);
    return (to) => boxBetween(opposite, to);
  }
  if (element?.dataset.box !== undefined && !isFresh) {
    return (to) => moved(box, { x: to.x - from.x, y: to.y - from.y });
  }
  // A click alone draws nothing.
  return (to) =>
    Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) < leastSide ? null : boxBetween(from, to);
}

const keyStep = 0.02;
const directions: Readonly<Record<KeyAction<"drawing">, Point>> = {
  left: { x: -keyStep, y: 0 },
  right: { x: keyStep, y: 0 },
  up: { x: 0, y: -keyStep },
  down: { x: 0, y: keyStep },
};

/** The box after a key: moved, or with Shift resized. */
export function boxAfterKey(box: Box, action: KeyAction<"drawing">, isShift: boolean): Box {
  const by = directions[action];
  return isShift ? resized(box, by) : moved(box, by);
}

function boxWords({ x, y, width, height }: Box): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `${percent(x)} from the left, ${percent(y)} from the top, ${percent(width)} wide, ${percent(height)} high`;
}
