import { matrix, plainKernels } from "@imantics/core";
import { expect, test } from "vitest";
import { neighbourVotes } from "./weighted-neighbours.ts";

const known = matrix(3, 2, Float32Array.of(1, 0, 0, 1, 0.6, 0.8));
const labels = Int32Array.of(0, 1, 1);
const query = matrix(1, 2, Float32Array.of(0.8, 0.6));

test("by hand: inverse distances and softmax of cosines", async () => {
  const kernels = plainKernels;
  const inverse = await neighbourVotes(query, known, labels, 2, { weighting: "inverse-distance", kernels });
  const [a, b, c] = [0.8, 0.6, 0.96].map((cosine) => 1 / Math.sqrt(2 - 2 * cosine));
  expect(inverse.data[0]).toBeCloseTo(a / (a + b + c), 5);
  const soft = await neighbourVotes(query, known, labels, 2, { temperature: 0.1, kernels });
  const [d, e, f] = [0.8, 0.6, 0.96].map((cosine) => Math.exp(cosine / 0.1));
  expect(soft.data[0]).toBeCloseTo(d / (d + e + f), 5);
  expect(soft.data[0] + soft.data[1]).toBeCloseTo(1, 6);
});

test("an equal vector decides, without becoming infinite", async () => {
  const votes = await neighbourVotes(matrix(1, 2, Float32Array.of(2, 0)), known, labels, 2, {
    weighting: "inverse-distance",
  });
  expect(votes.data[0]).toBeGreaterThan(0.999);
});

test("labels that do not fit are refused", async () => {
  await expect(neighbourVotes(query, known, Int32Array.of(0), 2)).rejects.toThrow("1 labels for 3 vectors");
  await expect(neighbourVotes(query, known, labels, 1)).rejects.toThrow("Labels must be from 0 to 0");
});
