/** Options that several trained methods share, written once. */

export const epochsOption = {
  name: "epochs",
  type: "integer",
  default: 100,
  min: 1,
  max: 10_000,
  meaning: "How often every vector is seen.",
} as const;

export const batchSizeOption = {
  name: "batchSize",
  aliases: ["batch"],
  type: "integer",
  default: 512,
  min: 2,
  max: 100_000,
  meaning: "Vectors per step; all of them when there are fewer.",
} as const;

export const neighboursOption = {
  name: "neighbours",
  aliases: ["k_nn"],
  type: "integer",
  default: 20,
  min: 1,
  max: 1000,
  meaning: "Nearest vectors that are taken to show the same thing.",
} as const;

export const headsOption = {
  name: "heads",
  type: "integer",
  default: 10,
  min: 1,
  max: 100,
  meaning: "Heads trained beside each other from different starts.",
} as const;

export const rateOption = {
  name: "rate",
  aliases: ["lr", "learning_rate"],
  type: "number",
  default: 0.001,
  min: 1e-7,
  max: 100,
  meaning: "Learning rate at its highest.",
} as const;

export const entropyWeightOption = {
  name: "entropyWeight",
  aliases: ["lambda", "gamma"],
  type: "number",
  default: 2,
  min: 0,
  max: 100,
  meaning: "How strongly all clusters are to be used; higher spreads vectors evenly and lowers confidence.",
} as const;
