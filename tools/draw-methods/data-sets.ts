/** The two sets of points on which every method is drawn. */
import { type Matrix, matrix, random } from "@imantics/core";

export interface DrawnSet {
  readonly name: "blobs" | "rings";
  readonly title: string;
  /** rows × 2. */
  readonly vectors: Matrix;
  /** The group from which each point was drawn; -1 for stray points. */
  readonly truth: Int32Array;
  readonly groupCount: number;
}

/** Four round groups of different size and density, and a few points of none. */
export function blobs(): DrawnSet {
  const chance = random(7);
  const groups = [
    { x: -2.6, y: 1.6, spread: 0.35, size: 120 },
    { x: 0.4, y: 2.1, spread: 0.6, size: 120 },
    { x: 2.6, y: -0.6, spread: 0.45, size: 90 },
    { x: -1.2, y: -1.7, spread: 0.8, size: 90 },
  ];
  const points: number[] = [];
  const truth: number[] = [];
  for (const [group, { x, y, spread, size }] of groups.entries()) {
    for (let i = 0; i < size; i++) {
      points.push(x + spread * chance.normal(), y + spread * chance.normal());
      truth.push(group);
    }
  }
  for (let i = 0; i < 20; i++) {
    points.push(8 * chance.uniform() - 4, 7 * chance.uniform() - 3.5);
    truth.push(-1);
  }
  return set("blobs", "round groups", points, truth, groups.length);
}

/** Two rings, one inside the other, and a group in the middle: no straight line divides them. */
export function rings(): DrawnSet {
  const chance = random(11);
  const points: number[] = [];
  const truth: number[] = [];
  const radii = [
    { radius: 3.1, size: 380 },
    { radius: 1.8, size: 220 },
    { radius: 0, size: 70 },
  ];
  for (const [group, { radius, size }] of radii.entries()) {
    for (let i = 0; i < size; i++) {
      const angle = 2 * Math.PI * chance.uniform();
      const away = radius === 0 ? 0.3 * chance.normal() : radius + 0.1 * chance.normal();
      points.push(away * Math.cos(angle), away * Math.sin(angle));
      truth.push(group);
    }
  }
  return set("rings", "rings", points, truth, radii.length);
}

/** The plane laid into 30 dimensions by random directions, with a little noise in each. */
export function inManyDimensions(vectors: Matrix, seed: number): Matrix {
  const columns = 30;
  const chance = random(seed);
  const directions = Float64Array.from({ length: vectors.columns * columns }, () => chance.normal());
  const laid = matrix(vectors.rows, columns);
  for (let i = 0; i < vectors.rows; i++) {
    for (let j = 0; j < columns; j++) {
      let value = 0.1 * chance.normal();
      for (let c = 0; c < vectors.columns; c++) {
        value += (vectors.data[i * vectors.columns + c] ?? 0) * (directions[c * columns + j] ?? 0);
      }
      laid.data[i * columns + j] = value;
    }
  }
  return laid;
}

function set(
  name: DrawnSet["name"],
  title: string,
  points: readonly number[],
  truth: readonly number[],
  groupCount: number,
): DrawnSet {
  const vectors = matrix(truth.length, 2, Float32Array.from(points));
  return { name, title, vectors, truth: Int32Array.from(truth), groupCount };
}
