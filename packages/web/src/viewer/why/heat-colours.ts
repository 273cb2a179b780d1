/**
 * The colours of a map over a picture: warm for, cool against, nothing for nothing. Lighter is stronger on
 * both sides, so that it reads without colour vision and on a dark page. Made in OKLab (Ottosson 2020),
 * where equal steps look equal.
 */

/** Red, green, blue and opacity, 0..255. */
export type Rgba = readonly [number, number, number, number];

/** From faint to strong: lightness 0..1, chroma, hue in degrees. */
const sides = {
  for: { lightness: [0.5, 0.93], chroma: [0.2, 0.17], hue: [25, 105] },
  against: { lightness: [0.42, 0.9], chroma: [0.2, 0.1], hue: [290, 205] },
} as const;

/** Pixels drawn along each side of a cell; the browser smooths the rest. */
const FINENESS = 8;

/** The colour of a value -1..1. */
export function heatColour(value: number): Rgba {
  const strength = Math.min(1, Math.abs(value));
  const { lightness, chroma, hue } = value >= 0 ? sides.for : sides.against;
  const angle = (between(hue, strength) * Math.PI) / 180;
  const c = between(chroma, strength);
  const [red, green, blue] = fromOklab(
    between(lightness, strength),
    c * Math.cos(angle),
    c * Math.sin(angle),
  );
  // Weak places must not veil the picture.
  return [red, green, blue, Math.round(255 * Math.min(1, 1.15 * strength ** 1.5))];
}

/** A map as an image, `FINENESS` pixels a cell: values between the middles of cells are interpolated. */
export function heatImage(grid: readonly number[], rows: number, columns: number): ImageData {
  const image = new ImageData(columns * FINENESS, rows * FINENESS);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const value = valueAt(grid, rows, columns, (x + 0.5) / FINENESS - 0.5, (y + 0.5) / FINENESS - 0.5);
      image.data.set(heatColour(value), (y * image.width + x) * 4);
    }
  }
  return image;
}

/** Bilinear, `x` and `y` in cells from the middle of the first one; beyond the border its nearest cell. */
export function valueAt(
  grid: readonly number[],
  rows: number,
  columns: number,
  x: number,
  y: number,
): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const cell = (column: number, line: number) => {
    const inside = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
    return grid[inside(line, rows) * columns + inside(column, columns)] ?? 0;
  };
  const along = (line: number) => between([cell(left, line), cell(left + 1, line)], x - left);
  return between([along(top), along(top + 1)], y - top);
}

function between([from, to]: readonly [number, number], share: number): number {
  return from + (to - from) * share;
}

/** To sRGB bytes; what no screen shows is clipped. */
function fromOklab(lightness: number, a: number, b: number): [number, number, number] {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

function encoded(linear: number): number {
  const light = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
}
