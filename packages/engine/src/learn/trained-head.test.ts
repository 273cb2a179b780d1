/** Heads trained in ONNX Runtime, and what becomes of them. */
import { matrix, random } from "@imantics/core";
import { headMethod } from "@imantics/learn";
import { expect, test } from "vitest";
import { openSession } from "../models/sessions.ts";
import { onnxRunner } from "./onnx-runner.ts";

const chance = random(9);
const vectors = matrix(90, 12);
for (let i = 0; i < 90; i++) {
  for (let j = 0; j < 12; j++) vectors.data[i * 12 + j] = (j === i % 3 ? 2 : 0) + 0.4 * chance.normal();
}
const options = { clusterCount: 3, epochs: 20, heads: 3, hidden: 16, neighbours: 8, rate: 0.01 };

test.each(["temi", "iic"])("%s leaves as an ONNX model that gives the same scores", async (id) => {
  const { head } = await headMethod(id).train(vectors, options, { seed: 1, runner: onnxRunner() });
  const session = await openSession(head.toOnnx(90));
  const { scores } = await session.run({ vectors: { shape: [90, 12], data: vectors.data } });
  await session.close();
  const expected = head.predict(vectors).data;
  expect(scores?.shape).toEqual([90, 3]);
  expected.forEach((value, i) => {
    expect(Math.abs(Number(scores?.data[i]) - value)).toBeLessThan(1e-5);
  });
});

test("stopped in ONNX Runtime and resumed, a run ends with the same bytes", async () => {
  const checkpoints: Uint8Array[] = [];
  const train = (resume?: Uint8Array) =>
    headMethod("temi").train(vectors, options, {
      seed: 1,
      runner: onnxRunner(),
      onCheckpoint: (bytes) => void checkpoints.push(bytes),
      ...(resume === undefined ? {} : { resume }),
    });
  const whole = await train();
  const resumed = await train(checkpoints[7]);
  expect(resumed.head.toBytes()).toEqual(whole.head.toBytes());
});

test("one thread and two give the same bytes", async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((threads) =>
      headMethod("scan").train(
        vectors,
        { clusterCount: 3, epochs: 20 },
        { seed: 1, runner: onnxRunner({ threads }) },
      ),
    ),
  );
  expect(two?.head.toBytes()).toEqual(one?.head.toBytes());
});
