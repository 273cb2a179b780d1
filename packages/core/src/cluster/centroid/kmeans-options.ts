/** What the k-means family can be told, written once. */

export const metricOption = {
  name: "metric",
  type: "choice",
  choices: ["euclidean", "cosine"],
  default: "euclidean",
  meaning: "How vectors are compared; on unit vectors the two differ only in their centres.",
} as const;

export const seedingOption = {
  name: "seeding",
  aliases: ["init"],
  type: "choice",
  choices: ["k-means++", "random"],
  default: "k-means++",
  meaning: "How the first centres are drawn: far from each other, or at random.",
} as const;

export const restartsOption = {
  name: "restarts",
  aliases: ["n_init"],
  type: "integer",
  default: 3,
  min: 1,
  max: 1000,
  meaning: "How many seedings to try; the best result is kept.",
} as const;

export const maxIterationsOption = {
  name: "maxIterations",
  aliases: ["max_iter"],
  type: "integer",
  default: 300,
  min: 1,
  max: 100_000,
  meaning: "When to stop a run that still moves.",
} as const;

export const toleranceOption = {
  name: "tolerance",
  aliases: ["tol"],
  type: "number",
  default: 1e-4,
  min: 0,
  max: 1,
  meaning: "Movement of the centres that counts as none, relative to the variance of the data.",
} as const;
