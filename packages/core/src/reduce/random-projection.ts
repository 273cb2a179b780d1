/**
 * Random projection: products with directions drawn by chance, which keep all distances nearly as they
 * are. Looks at no vector, so it costs nothing to fit and suits streams and very wide vectors.
 *
 * After Johnson & Lindenstrauss (1984); few non-zeros after Achlioptas (2003) and Li, Hastie & Church (2006).
 */
import { random } from "../random.ts";
import { defineReduction, dimensionsOption, requireDimensions } from "./reduction.ts";

export const randomProjection = defineReduction(
  {
    id: "random-projection",
    title: "Random projection",
    summary: "Directions by chance that nearly keep all distances; the cheapest, for very wide vectors.",
    options: [
      {
        ...dimensionsOption,
        meaning: "How many numbers each vector keeps. Unset: as many as the distortion needs, at most all.",
      },
      {
        name: "distortion",
        aliases: ["eps"],
        type: "number",
        default: 0.2,
        min: 0.01,
        max: 0.99,
        meaning: "By how much squared distances may change when dimensions is unset, as a share.",
      },
      {
        name: "directions",
        type: "choice",
        choices: ["gaussian", "sparse"],
        default: "gaussian",
        meaning: "Normal numbers, or few that are not zero (one in √d).",
      },
    ],
    complexity: "O(n d k); memory O(d k)",
    source: "Johnson & Lindenstrauss (1984), Achlioptas (2003), Li, Hastie & Church (2006)",
  },
  async ({ rows, columns }, { dimensions, distortion, directions }, run) => {
    const size = dimensions ?? Math.min(columns, dimensionsForDistortion(rows, distortion));
    requireDimensions(size, 2 ** 20);
    const chance = random(run.seed);
    const axes = new Float64Array(size * columns);
    const density = 1 / Math.sqrt(columns);
    for (let a = 0; a < axes.length; a++) {
      if (directions === "gaussian") axes[a] = chance.normal() / Math.sqrt(size);
      else if (chance.uniform() < density) {
        axes[a] = (chance.uniform() < 0.5 ? -1 : 1) / Math.sqrt(density * size);
      }
    }
    return { map: { mean: new Float64Array(columns), axes, dimensions: size } };
  },
);

/**
 * Dimensions that keep every squared distance of `rows` vectors within 1 ± `distortion`, with high
 * probability: 4 ln n / (ε²/2 − ε³/3), after Dasgupta & Gupta (2003).
 */
export function dimensionsForDistortion(rows: number, distortion: number): number {
  const slack = distortion ** 2 / 2 - distortion ** 3 / 3;
  return Math.max(1, Math.floor((4 * Math.log(rows)) / slack));
}
