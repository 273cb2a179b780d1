/** Points of growth → an SVG of two panels, time and memory, both axes logarithmic. */

export interface Point {
  readonly method: string;
  readonly rows: number;
  readonly seconds: number;
  readonly memoryGB: number;
  readonly clusterCount: number;
}

const WIDTH = 360;
const HEIGHT = 280;
const MARGIN = { left: 56, right: 16, top: 34, bottom: 40 };
/** After Okabe & Ito (2008). */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

export function growthCurves(points: readonly Point[]): string {
  const panels = [
    panel(points, "seconds", ({ seconds }) => seconds),
    panel(points, "gigabytes", ({ memoryGB }) => memoryGB),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${HEIGHT}" width="${2 * WIDTH}" height="${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#333333">`,
    "<title>Time and memory by number of vectors</title>",
    `<rect width="${2 * WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...panels.map((drawn, index) => `<g transform="translate(${index * WIDTH} 0)">\n${drawn}\n</g>`),
    "</svg>\n",
  ].join("\n");
}

function panel(points: readonly Point[], title: string, value: (point: Point) => number): string {
  const across = decades(points.map(({ rows }) => rows));
  const up = decades(points.map(value));
  const x = (rows: number) => MARGIN.left + share(across, rows) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (height: number) =>
    HEIGHT - MARGIN.bottom - share(up, height) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const methods = [...new Set(points.map(({ method }) => method))];
  const curves = methods.map((method, index) => {
    const colour = colours[index % colours.length];
    const own = points.filter((point) => point.method === method).sort((a, b) => a.rows - b.rows);
    const places = own.map((point) => `${x(point.rows).toFixed(1)},${y(value(point)).toFixed(1)}`);
    const dots = places.map((place) => {
      const [cx, cy] = place.split(",");
      return `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colour}"/>`;
    });
    const label = `<text x="${MARGIN.left + 8}" y="${MARGIN.top + 16 * (index + 1)}" fill="${colour}">${method}</text>`;
    return `<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}${label}`;
  });
  return [
    `<text x="${MARGIN.left}" y="20" font-size="13">${title}</text>`,
    ...ticks(across).map(
      (tick) =>
        `<path d="M${x(tick).toFixed(1)} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}" stroke="#e0e0e0"/><text x="${x(tick).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${words(tick)}</text>`,
    ),
    ...ticks(up).map(
      (tick) =>
        `<path d="M${MARGIN.left} ${y(tick).toFixed(1)}H${WIDTH - MARGIN.right}" stroke="#e0e0e0"/><text x="${MARGIN.left - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${words(tick)}</text>`,
    ),
    ...curves,
  ].join("\n");
}

/** Exponents of ten around the values. */
function decades(values: readonly number[]): { readonly low: number; readonly high: number } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return { low, high: Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)))) };
}

const share = ({ low, high }: ReturnType<typeof decades>, value: number) =>
  (Math.log10(value) - low) / (high - low);

const ticks = ({ low, high }: ReturnType<typeof decades>): number[] =>
  Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));

function words(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value >= 1e3) return `${value / 1e3}k`;
  return String(Number(value.toPrecision(3)));
}
