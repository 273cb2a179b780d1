/**
 * The soft-label assigner on digits: learns a clustering from four fifths of it and is asked about the
 * rest; then learns nine digits and is shown the tenth.
 */
import { clusterMethod, type Matrix, random, selectRows, shuffle } from "@imantics/core";
import { assign, type GraphRunner, trainAssigner } from "@imantics/learn";

export async function assignerRows(
  features: Matrix,
  labels: Int32Array,
  runner: GraphRunner,
): Promise<object[]> {
  const rows: object[] = [];
  for (const seed of [0, 1, 2]) {
    const { assignment } = await clusterMethod("kmeans").cluster(features, { clusterCount: 10 }, { seed });
    const order = Int32Array.from(shuffle(labels.keys(), random(seed)));
    const cut = Math.floor(order.length * 0.8);
    const [learned, asked] = [order.subarray(0, cut), order.subarray(cut)];
    const assigner = await trainAssigner(
      selectRows(features, learned),
      learned.map((i) => assignment[i]!),
      { seed, runner },
    );
    const found = await assign(assigner, selectRows(features, asked));
    const scores = assigner.probabilities.predict(selectRows(features, asked));
    const chosen = Int32Array.from(asked, (_, i) => {
      const values = [...scores.data.subarray(i * scores.columns, (i + 1) * scores.columns)];
      return values.indexOf(Math.max(...values));
    });
    const isRight = Int32Array.from(asked, (row, i) => Number(chosen[i] === assignment[row]));
    const strangers = await newDigit(features, labels, seed, runner);
    rows.push({
      method: "assigner",
      seed,
      agreement: share(isRight, (right) => right === 1),
      calibrationError: calibrationError(found.confidence, isRight),
      membersTakenForStrangers: share(found.assignment, (cluster) => cluster < 0),
      ...strangers,
      temperature: assigner.temperature,
    });
    console.log(JSON.stringify(rows.at(-1)));
  }
  return rows;
}

/** Nines are left out of the training and shown afterwards, beside digits that were not seen either. */
async function newDigit(features: Matrix, labels: Int32Array, seed: number, runner: GraphRunner) {
  const order = shuffle(labels.keys(), random(seed + 100));
  const known = Int32Array.from(order.filter((i) => labels[i] !== 9));
  const cut = Math.floor(known.length * 0.8);
  const learned = known.subarray(0, cut);
  const assigner = await trainAssigner(
    selectRows(features, learned),
    learned.map((i) => labels[i]!),
    { seed, runner },
  );
  const isStranger = async (rows: Int32Array) =>
    share((await assign(assigner, selectRows(features, rows))).assignment, (cluster) => cluster < 0);
  return {
    ninesFoundStrange: await isStranger(Int32Array.from(order.filter((i) => labels[i] === 9))),
    othersFoundStrange: await isStranger(known.subarray(cut)),
  };
}

function share(values: Int32Array, test: (value: number) => boolean): number {
  return Number((values.filter(test).length / values.length).toFixed(4));
}

/** Expected calibration error over ten bins of confidence. */
function calibrationError(confidence: Float32Array, isRight: Int32Array): number {
  const gaps = new Float64Array(10);
  confidence.forEach((sure, i) => {
    gaps[Math.min(9, Math.floor(sure * 10))]! += sure - isRight[i]!;
  });
  return Number((gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidence.length).toFixed(4));
}
