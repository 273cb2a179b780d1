/**
 * The rule by which outliers were set apart, for vectors that come later: noise is what lies farther from
 * its k-th neighbour among the vectors of the fit than was usual there. A vector that is one of those is
 * not its own neighbour, so vectors of the fit get the answer that they got.
 */
import type { Kernels } from "../compute/kernels.ts";
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, row, rowRange, selectRows, squaredDistance } from "../matrix.ts";
import type { Sections } from "../method/byte-layout.ts";
import type { Metric } from "../method/metric.ts";
import { fromSquared, kernelDoubt } from "../method/metric-scale.ts";
import type { SectionReader } from "../method/section-reader.ts";
import { measuredBy } from "./typicality.ts";

export interface NoiseRule {
  /** Compared with; as given, of any length under the cosine metric. */
  readonly vectors: Matrix;
  /** Rows of `vectors` that count; null: all. */
  readonly rows: Int32Array | null;
  /** Which neighbour is looked at, from 1. */
  readonly rank: number;
  /** Largest distance that is still usual. */
  readonly threshold: number;
}

/** 1 for each of `vectors` that is far from everything. O(new × compared × columns). */
export async function isFarFromAll(
  { vectors: compared, rows, rank, threshold }: NoiseRule,
  vectors: Matrix,
  metric: Metric,
  kernels: Kernels,
): Promise<Uint8Array> {
  const measured = measuredBy(metric, vectors);
  const among = measuredBy(metric, rows === null ? compared : selectRows(compared, rows));
  const norms = [await kernels.squaredNorms(measured), await kernels.squaredNorms(among)];
  const doubt = Math.max(...norms.map(kernelDoubt));
  const distance = fromSquared(metric);
  const isFar = new Uint8Array(vectors.rows);
  for (const { start, end } of tiles(vectors.rows, tileRows(among.rows))) {
    const tile = await kernels.squaredDistances(rowRange(measured, start, end), among);
    for (let i = start; i < end; i++) {
      const own = row(measured, i);
      const exact = nearestExactly(own, row(tile, i - start), among, rank + 1, 2 * doubt);
      const at = exact[0] === 0 ? rank : rank - 1;
      if (exact.length > 0) isFar[i] = distance(exact[Math.min(at, exact.length - 1)]) > threshold ? 1 : 0;
    }
  }
  return isFar;
}

/** The `wanted` smallest squared distances, ascending, measured again in float64. */
function nearestExactly(
  vector: Float32Array,
  rough: Float32Array,
  among: Matrix,
  wanted: number,
  doubt: number,
): Float64Array {
  const bar = rough.slice().sort()[Math.min(wanted, rough.length) - 1] + doubt;
  const exact: number[] = [];
  for (let j = 0; j < rough.length; j++) {
    if (rough[j] <= bar) exact.push(squaredDistance(vector, row(among, j)));
  }
  return Float64Array.from(exact).sort();
}

/** Its part of a model's bytes. */
export function noiseSections(noise: NoiseRule | null): Pick<Sections, "scalars" | "arrays"> {
  if (noise === null) return { scalars: {}, arrays: {} };
  const { vectors, rows, rank, threshold } = noise;
  return {
    scalars: { noiseRank: rank, noiseThreshold: threshold },
    arrays: { noiseAmong: rows === null ? vectors : selectRows(vectors, rows) },
  };
}

export function readNoise(read: SectionReader, columns: number): NoiseRule | null {
  if (!read.has("noiseAmong")) return null;
  return {
    vectors: read.matrix("noiseAmong", columns),
    rows: null,
    rank: read.integer("noiseRank", 1),
    threshold: read.number("noiseThreshold"),
  };
}
