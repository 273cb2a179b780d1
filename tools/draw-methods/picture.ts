/** Points → SVG. Colours are told apart by people who see few colours; noise is small and grey. */
import type { Matrix } from "@imantics/core";
import type { DrawnSet } from "./data-sets.ts";

const SIDE = 300;
const HEAD = 26;
const MARGIN = 14;
/** After Okabe & Ito (2008), then the same again lighter. */
const colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8c7a00", "#7a5195"];
const noise = "#9a9a9a";

interface ClusterPanel {
  readonly set: DrawnSet;
  readonly labels: Int32Array;
}

interface MapPanel {
  readonly set: DrawnSet;
  readonly places: Matrix;
  readonly trustworthiness: number;
}

/** One panel a set: the points in their places, coloured by cluster. */
export function clusterPicture(title: string, panels: readonly ClusterPanel[]): string {
  return picture(
    title,
    panels.map(({ set, labels }) => {
      const clusters = new Set(labels.filter((label) => label >= 0)).size;
      return {
        caption: `${set.title}: ${clusters} ${clusters === 1 ? "cluster" : "clusters"}`,
        places: set.vectors,
        labels,
      };
    }),
  );
}

/** One panel a set: the points where the projection puts them, coloured by the group they were drawn from. */
export function mapPicture(title: string, panels: readonly MapPanel[]): string {
  return picture(
    title,
    panels.map(({ set, places, trustworthiness }) => ({
      caption: `${set.title}: trustworthiness ${trustworthiness.toFixed(3)}`,
      places,
      labels: set.truth,
    })),
  );
}

interface Panel {
  readonly caption: string;
  readonly places: Matrix;
  readonly labels: Int32Array;
}

function picture(title: string, panels: readonly Panel[]): string {
  const width = panels.length * SIDE;
  const height = SIDE + HEAD;
  const drawn = panels.map(
    (panel, index) => `<g transform="translate(${index * SIDE} 0)">\n${panelOf(panel)}\n</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}: ${panels.map(({ caption }) => escaped(caption)).join("; ")}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function panelOf({ caption, places, labels }: Panel): string {
  const x = scale(places, 0);
  const y = scale(places, 1);
  const step = Math.max(x.step, y.step);
  // A dot is a line of no length with round ends: one path a colour makes a quarter of the file.
  const dots = new Map<number, string[]>();
  for (const [i, label] of labels.entries()) {
    const left =
      MARGIN + (SIDE - 2 * MARGIN) * (0.5 + ((places.data[i * places.columns] ?? 0) - x.middle) / step);
    const up = 0.5 + ((places.data[i * places.columns + 1] ?? 0) - y.middle) / step;
    const top = HEAD + MARGIN + (SIDE - 2 * MARGIN) * (1 - up);
    const own = dots.get(label) ?? [];
    own.push(`M${left.toFixed(1)} ${top.toFixed(1)}h0`);
    dots.set(label, own);
  }
  const paths = [...dots].map(([label, places]) => {
    const [colour, width] = label < 0 ? [noise, 3.2] : [colours[label % colours.length], 5.2];
    return `<path d="${places.join("")}" stroke="${colour}" stroke-width="${width}"/>`;
  });
  return [
    `<text x="${SIDE / 2}" y="18" font-family="system-ui, sans-serif" font-size="13" fill="#333333" text-anchor="middle">${escaped(caption)}</text>`,
    `<g fill="none" stroke-linecap="round">`,
    ...paths,
    "</g>",
  ].join("\n");
}

/** Both axes get one step, so that circles stay circles. */
function scale({ data, rows, columns }: Matrix, column: number): { middle: number; step: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows; i++) {
    const value = data[i * columns + column] ?? 0;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { middle: (low + high) / 2, step: Math.max(high - low, Number.MIN_VALUE) };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
