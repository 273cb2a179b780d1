/**
 * Self-supervised features of the 1,797 digits: SimCLR (Chen et al. 2020) with a small convolutional
 * network, trained by our own engine without labels. What the heads are measured on.
 *
 * 200 epochs, temperature 0.2, affine moves and noise. 60 epochs came first and gave weaker vectors for
 * every head; see docs/learn.md.
 */
import { type Matrix, matrix, normaliseRows, type Random, random, row } from "@imantics/core";
import {
  batchNorm,
  contrastiveLoss,
  convolve,
  cosineRate,
  dense,
  filled,
  type GraphRunner,
  input,
  mean,
  openTrainingRun,
  type Parameter,
  parameterInput,
  relu,
  reshape,
  seedFor,
  shuffledBatches,
  slice,
  type Tensor,
  train,
  uniform,
  zeros,
} from "@imantics/learn";

const SIDE = 8;
const FEATURES = 128;
const channels = [1, 32, 64, FEATURES];
const epochs = 200;
const batchSize = 256;

/** @returns digits × 128, unit length. A minute or two on two cores. */
export async function selfSupervisedFeatures(
  pixels: Matrix,
  seed: number,
  runner: GraphRunner,
): Promise<Matrix> {
  const parameters = networkParameters(random(seedFor(seed, "simclr")));
  const inputs = Object.fromEntries(parameters.map((each) => [each.name, parameterInput(each)]));
  const batches = shuffledBatches(pixels.rows, batchSize, seed);
  const views = input("views", [2 * batches.size, 1, SIDE, SIDE]);
  const hidden = relu(dense(backbone(views, inputs), inputs.project1, inputs.projectBias));
  const projected = dense(hidden, inputs.project2);
  const loss = contrastiveLoss(
    slice(projected, 0, 0, batches.size),
    slice(projected, 0, batches.size, batches.size),
    0.2,
  );
  const trained = await train(
    {
      stage: "SimCLR",
      parameters,
      loss,
      epochs,
      stepsPerEpoch: batches.stepsPerEpoch,
      feeds(step) {
        const chance = random(seedFor(seed, "views", step));
        const rows = [...batches.rows(step), ...batches.rows(step)];
        const drawn = new Float32Array(rows.length * SIDE * SIDE);
        rows.forEach((each, i) => {
          drawn.set(view(row(pixels, each), chance), i * SIDE * SIDE);
        });
        return { views: drawn };
      },
      optimiser: { kind: "adam" },
      rate: cosineRate(0.001, epochs * batches.stepsPerEpoch),
    },
    openTrainingRun("simclr-digits", { seed, runner }),
  );
  // Batch statistics of all digits at once: the set is the batch.
  const all = input("all", [pixels.rows, 1, SIDE, SIDE]);
  const compiled = await runner.compile({ features: backbone(all, inputs) });
  const { features } = await compiled.run({ all: pixels.data, ...trained.parameters });
  await compiled.close();
  return normaliseRows(matrix(pixels.rows, FEATURES, Float32Array.from(features!)));
}

function networkParameters(chance: Random): Parameter[] {
  const layers = channels
    .slice(1)
    .flatMap((outputs, i) => [
      uniform(`filter${i}`, [outputs, channels[i]!, 3, 3], channels[i]! * 9, chance, 6),
      filled(`scale${i}`, [outputs], 1),
      zeros(`shift${i}`, [outputs]),
    ]);
  return [
    ...layers,
    uniform("project1", [FEATURES, FEATURES], FEATURES, chance, 6),
    zeros("projectBias", [FEATURES]),
    uniform("project2", [FEATURES, 64], FEATURES, chance),
  ];
}

/** Three convolutions, the second and third with stride 2, then the mean over places. */
function backbone(images: Tensor, inputs: Readonly<Record<string, Tensor>>): Tensor {
  let x = images;
  for (let i = 0; i < channels.length - 1; i++) {
    const convolved = convolve(x, inputs[`filter${i}`]!, { stride: i === 0 ? 1 : 2, padding: 1 });
    x = relu(batchNorm(convolved, inputs[`scale${i}`]!, inputs[`shift${i}`]!).result);
  }
  return reshape(mean(x, [2, 3]), [x.shape[0]!, FEATURES]);
}

/** One digit turned, scaled, sheared and moved a little, read bilinearly, with noise. */
function view(pixels: Float32Array, chance: Random): Float32Array {
  const within = (bound: number) => bound * (2 * chance.uniform() - 1);
  const [turn, shear] = [within(0.3), within(0.2)];
  const [scaleX, scaleY] = [1 + within(0.15), 1 + within(0.15)];
  const [moveX, moveY] = [within(1), within(1)];
  const centre = (SIDE - 1) / 2;
  const at = (x: number, y: number) => (x >= 0 && y >= 0 && x < SIDE && y < SIDE ? pixels[y * SIDE + x]! : 0);
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [px, py] = [(i % SIDE) - centre, Math.floor(i / SIDE) - centre];
    const x = scaleX * (Math.cos(turn) * px - Math.sin(turn) * py + shear * py) + centre + moveX;
    const y = scaleY * (Math.sin(turn) * px + Math.cos(turn) * py) + centre + moveY;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [dx, dy] = [x - left, y - top];
    const value =
      (1 - dy) * ((1 - dx) * at(left, top) + dx * at(left + 1, top)) +
      dy * ((1 - dx) * at(left, top + 1) + dx * at(left + 1, top + 1));
    return value + 0.1 * chance.normal();
  });
}
