/**
 * How much of the neighbourhoods and distances of vectors a map of them keeps.
 *
 * No figure replaces the others: trustworthiness sinks when strangers are drawn together, continuity
 * when neighbours are torn apart, triplets tell about the large picture. Large collections are judged
 * from a sample of vectors, each among all others. Trustworthiness and continuity after Venna & Kaski
 * (2001), triplets after Wang, Huang, Rudin & Shaposhnik (2021).
 */

import type { Kernels } from "../compute/kernels.ts";
import { plainKernels } from "../compute/plain.ts";
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { TopCollector } from "../compute/top-collector.ts";
import { type Matrix, normaliseRows, row, selectRows } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import { type Random, random, sample } from "../random.ts";

/** All 0..1, 1 is best; 1 too where there are too few vectors to get anything wrong. */
export interface ProjectionQuality {
  /** Neighbours on the map are neighbours among the vectors: 1 less the mean rank by which they are not. */
  readonly trustworthiness: number;
  /** Neighbours among the vectors are neighbours on the map: the same the other way round. */
  readonly continuity: number;
  /** Share of the nearest neighbours that are the same in both. */
  readonly neighbourPreservation: number;
  /** Share of random triplets of which the same vector is the nearer one in both; ½ is chance. */
  readonly tripletAccuracy: number;
  /** Neighbours looked at; fewer than asked for when there are hardly more vectors. */
  readonly neighbourCount: number;
  /** Vectors whose surroundings were looked at. */
  readonly sampleSize: number;
}

export interface ProjectionQualityOptions {
  /** How the vectors were compared; places on the map always are by Euclidean distance. */
  readonly metric: Metric;
  readonly kernels: Kernels;
  readonly seed: number;
  /** Default 12. Less than half of the vectors. */
  readonly neighbourCount?: number;
  /** Default 1,000: the standard error of trustworthiness then is about 0.001. */
  readonly sampleSize?: number;
}

const TRIPLETS_PER_VECTOR = 20;

/**
 * Judges `coordinates` (n × 2 or 3) as a map of `vectors` (n × d). O(sample × n × d), a tile at a time.
 * @throws RangeError when there are not as many places as vectors.
 */
export async function projectionQuality(
  vectors: Matrix,
  coordinates: Matrix,
  { metric, kernels, seed, neighbourCount = 12, sampleSize = 1000 }: ProjectionQualityOptions,
): Promise<ProjectionQuality> {
  const { rows } = vectors;
  if (coordinates.rows !== rows) {
    throw new RangeError(
      `There are ${coordinates.rows} places for ${rows} vectors; each vector needs its own.`,
    );
  }
  const chance = random(seed);
  const sampled = sample(rows, sampleSize, chance);
  // With half of all vectors as neighbours, the worst map no longer scores 0.
  const count = Math.max(0, Math.min(neighbourCount, Math.ceil(rows / 2) - 1));
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const sums = new QualitySums(rows, count, chance);
  for (const { start, end } of tiles(sampled.length, tileRows(rows))) {
    const part = sampled.subarray(start, end);
    const among = await kernels.squaredDistances(selectRows(measured, part), measured);
    // Products of places far from the origin would lose the digits of close pairs.
    const onMap = await plainKernels.squaredDistances(selectRows(coordinates, part), coordinates);
    for (const [i, index] of part.entries()) sums.add(index, row(among, i), row(onMap, i));
  }
  return sums.finish(sampled.length);
}

class QualitySums {
  readonly #rows: number;
  readonly #count: number;
  readonly #chance: Random;
  #intrusion = 0;
  #extrusion = 0;
  #kept = 0;
  #triplets = 0;
  #agreeing = 0;

  constructor(rows: number, count: number, chance: Random) {
    this.#rows = rows;
    this.#count = count;
    this.#chance = chance;
  }

  /** Squared distances of vector `index` to all, among the vectors and on the map. */
  add(index: number, among: Float32Array, onMap: Float32Array): void {
    if (this.#count > 0) {
      const near = nearest(index, among, this.#count);
      const drawnNear = nearest(index, onMap, this.#count);
      const drawn = new Set(drawnNear);
      for (const other of near) {
        if (drawn.has(other)) this.#kept++;
        else this.#extrusion += rank(index, other, onMap) - this.#count;
      }
      const own = new Set(near);
      for (const other of drawnNear) {
        if (!own.has(other)) this.#intrusion += rank(index, other, among) - this.#count;
      }
    }
    if (this.#rows > 2) this.#addTriplets(index, among, onMap);
  }

  #addTriplets(index: number, among: Float32Array, onMap: Float32Array): void {
    for (let t = 0; t < TRIPLETS_PER_VECTOR; t++) {
      const a = this.#other(index, index);
      const b = this.#other(index, a);
      this.#triplets++;
      if (Math.sign(among[a] - among[b]) === Math.sign(onMap[a] - onMap[b])) this.#agreeing++;
    }
  }

  #other(first: number, second: number): number {
    for (;;) {
      const index = this.#chance.integer(this.#rows);
      if (index !== first && index !== second) return index;
    }
  }

  finish(sampleSize: number): ProjectionQuality {
    const k = this.#count;
    const worst = (sampleSize * k * (2 * this.#rows - 3 * k - 1)) / 2;
    return {
      trustworthiness: worst > 0 ? 1 - this.#intrusion / worst : 1,
      continuity: worst > 0 ? 1 - this.#extrusion / worst : 1,
      neighbourPreservation: k > 0 ? this.#kept / (sampleSize * k) : 1,
      tripletAccuracy: this.#triplets > 0 ? this.#agreeing / this.#triplets : 1,
      neighbourCount: k,
      sampleSize,
    };
  }
}

function nearest(index: number, distances: Float32Array, count: number): Int32Array {
  const best = new TopCollector(count);
  for (let j = 0; j < distances.length; j++) {
    if (j !== index && -distances[j] > best.bar) best.offer(-distances[j], j);
  }
  return best.take().indices;
}

/** 1 for the nearest; ties by lower index. */
function rank(index: number, other: number, distances: Float32Array): number {
  const distance = distances[other];
  let before = 0;
  for (let j = 0; j < distances.length; j++) {
    if (distances[j] < distance || (distances[j] === distance && j < other)) before++;
  }
  // A vector is no neighbour of its own, wherever it would come.
  const own = distances[index] < distance || (distances[index] === distance && index < other);
  return own ? before : before + 1;
}
