import { expect, test } from "vitest";
import { rowRange } from "../../matrix.ts";
import { random } from "../../random.ts";
import { normalVectors } from "../clustering.contract.ts";
import { MixtureMoments } from "./mixture-moments.ts";

const [rows, columns, count] = [90, 5, 3];
const vectors = normalVectors(rows, columns, 7);
const origins = Float64Array.from({ length: count * columns }, (_, at) => vectors.data[at]!);

/** Most rows belong wholly to one component, every fourth to all. */
function probabilities(seed: number): Float64Array {
  const chance = random(seed);
  const drawn = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    if (i % 4 > 0) drawn[i * count + chance.integer(count)] = 1;
    else drawn.set([0.5, 0.25, 0.25], i * count);
  }
  return drawn;
}

function pass(moments: MixtureMoments, shares: Float64Array): void {
  moments.begin();
  for (const [start, end] of [
    [0, 40],
    [40, rows],
  ] as const) {
    moments.add(rowRange(vectors, start, end), start, shares.subarray(start * count, end * count));
  }
}

test.each(["diagonal", "full"] as const)("%s: passes before leave no trace", (covarianceType) => {
  const options = { covarianceType, regularisation: 0 };
  const used = new MixtureMoments(rows, origins, columns, options);
  for (const seed of [1, 2, 3]) pass(used, probabilities(seed));
  const fresh = new MixtureMoments(rows, origins, columns, options);
  pass(fresh, probabilities(3));
  const [after, expected] = [used.parameters(), fresh.parameters()];
  for (const name of ["weights", "means", "covariances"] as const) {
    for (const [at, value] of after[name].entries()) expect(value).toBeCloseTo(expected[name][at]!, 12);
  }
});

test("means are weighted means, whatever the origins", () => {
  const shares = probabilities(4);
  const moments = new MixtureMoments(rows, origins, columns, {
    covarianceType: "diagonal",
    regularisation: 0,
  });
  pass(moments, shares);
  const { means } = moments.parameters();
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      let weight = 0;
      for (let i = 0; i < rows; i++) {
        sum += shares[i * count + k]! * vectors.data[i * columns + j]!;
        weight += shares[i * count + k]!;
      }
      expect(means[k * columns + j]).toBeCloseTo(sum / weight, 10);
    }
  }
});
