/**
 * IIC on frozen vectors: a vector and its neighbour shall tell as much of each other's cluster as they
 * can. A shared inner layer carries several heads and, beside them, heads with more clusters than asked
 * for, which find finer structure and steady the others. The head with the lowest loss stays.
 *
 * After Ji, Henriques & Vedaldi (2019); neighbours stand for the transformed pictures of the paper.
 */
import { clusterCountOption, matrix, random } from "@imantics/core";
import { dense } from "../graph/layers.ts";
import { mutualInformationLoss } from "../graph/losses.ts";
import { add, input, relu, reshape, slice, softmax, sum, transpose } from "../graph/operations.ts";
import type { Tensor } from "../graph/tensor.ts";
import { seedFor } from "../train/batches.ts";
import { parameterInput, uniform, zeros } from "../train/parameters.ts";
import { cosineRate } from "../train/schedules.ts";
import { train } from "../train/train.ts";
import { defineHead } from "./method.ts";
import { batchSizeOption, epochsOption, headsOption, neighboursOption, rateOption } from "./options.ts";
import { pairBatches } from "./pair-batches.ts";
import { headAt } from "./scan.ts";
import { applied, finishTraining, standardisation, trainableCount } from "./training-result.ts";

export const iic = defineHead(
  {
    id: "iic",
    title: "IIC",
    summary: "Neighbours that tell of each other's cluster; needs large batches, may leave clusters unused.",
    options: [
      clusterCountOption,
      neighboursOption,
      { ...headsOption, default: 5 },
      {
        name: "overClustering",
        type: "integer",
        default: 5,
        min: 1,
        max: 50,
        meaning: "Clusters of the finer heads, as a multiple of those asked for.",
      },
      {
        name: "hidden",
        type: "integer",
        default: 256,
        min: 1,
        max: 4096,
        meaning: "Numbers in the inner layer that all heads share.",
      },
      epochsOption,
      batchSizeOption,
      rateOption,
    ],
    complexity:
      "O(n² d) for the neighbours (about n log n · d above 25,000), then O(n hidden (d + k heads)) per epoch",
    needs: "vectors",
    source: "Ji, Henriques & Vedaldi (2019)",
  },
  async (vectors, options, run) => {
    const clusterCount = trainableCount(options.clusterCount, vectors);
    const { heads, hidden, epochs } = options;
    const before = standardisation(vectors);
    const batches = await pairBatches(applied(vectors, before), options.neighbours, options.batchSize, run);
    const chance = random(seedFor(run.seed, "iic"));
    const finer = clusterCount * options.overClustering;
    const parameters = [
      uniform("inner", [vectors.columns, hidden], vectors.columns, chance, 6),
      zeros("innerBias", [hidden]),
      uniform("weights", [hidden, heads * clusterCount], hidden, chance),
      zeros("bias", [heads * clusterCount]),
      uniform("finerWeights", [hidden, heads * finer], hidden, chance),
      zeros("finerBias", [heads * finer]),
    ];
    const [inner, innerBias, weights, bias, finerWeights, finerBias] = parameters.map(parameterInput);
    const rows = 2 * batches.size;
    const shared = relu(dense(input("pairs", [rows, vectors.columns]), inner, innerBias));
    const lossOf = (logits: Tensor, clusters: number) => {
      const shares = transpose(softmax(reshape(logits, [rows, heads, clusters])), [1, 0, 2]);
      return mutualInformationLoss(
        slice(shares, 1, 0, batches.size),
        slice(shares, 1, batches.size, batches.size),
      );
    };
    const headLoss = lossOf(dense(shared, weights, bias), clusterCount);
    const finerLoss = lossOf(dense(shared, finerWeights, finerBias), finer);
    const { parameters: trained, history } = await train(
      {
        stage: "train heads",
        parameters,
        loss: add(sum(headLoss), sum(finerLoss)),
        figures: { headLoss, finerLoss },
        epochs,
        stepsPerEpoch: batches.stepsPerEpoch,
        feeds: (step) => ({ pairs: batches.pairs(step) }),
        optimiser: { kind: "adam" },
        rate: cosineRate(options.rate, epochs * batches.stepsPerEpoch),
      },
      run,
    );
    const losses = history.at(-1)?.figures.headLoss ?? [];
    return finishTraining(
      "iic",
      vectors,
      [
        before,
        {
          kind: "dense",
          weights: matrix(vectors.columns, hidden, trained.inner),
          bias: trained.innerBias,
          relu: true,
        },
        headAt(trained, hidden, clusterCount, losses.indexOf(Math.min(...losses))),
        { kind: "softmax" },
      ],
      run.kernels,
      history,
    );
  },
);
