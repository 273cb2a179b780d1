/** The map, drawn over the picture and moving with it. */
import type { Explanation } from "@imantics/api";
import { useLayoutEffect, useRef } from "react";
import { heatImage } from "./heat-colours.ts";
import type { Why } from "./use-why.ts";
import styles from "./why.module.css";

export function HeatLayer({ why }: { readonly why: Why }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { explanation, head, opacity } = why;
  const grid = explanation && (head === null ? explanation.grid : explanation.heads[head]);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element || !explanation || !grid) return;
    const image = heatImage(grid, explanation.rows, explanation.columns);
    element.width = image.width;
    element.height = image.height;
    element.getContext("2d")?.putImageData(image, 0, 0);
  }, [explanation, grid]);
  if (!explanation || !grid) return null;
  const { x, y, width, height } = explanation.area;
  const share = (value: number) => `${100 * value}%`;
  return (
    <canvas
      ref={canvas}
      className={styles.heat}
      role="img"
      aria-label={`Map over the photo; the strongest place is ${strongestPlace(explanation, grid)}`}
      style={{ left: share(x), top: share(y), width: share(width), height: share(height), opacity }}
    />
  );
}

/** "at the upper left", in thirds of the map. */
export function strongestPlace(
  { rows, columns }: Pick<Explanation, "rows" | "columns">,
  grid: readonly number[],
): string {
  const at = grid.indexOf(Math.max(...grid));
  const third = (place: number, count: number) => Math.floor((3 * (place + 0.5)) / count);
  const line = thirds[third(Math.floor(at / columns), rows)];
  return line?.[third(at % columns, columns)] ?? "in the middle";
}

const thirds = [
  ["at the upper left", "at the top", "at the upper right"],
  ["at the left", "in the middle", "at the right"],
  ["at the lower left", "at the bottom", "at the lower right"],
] as const;
