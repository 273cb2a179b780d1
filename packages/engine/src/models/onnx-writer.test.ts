import { OnnxGraph } from "@imantics/learn";
import { describe, expect, test } from "vitest";
import { openSession } from "./sessions.ts";

describe("a written graph computes in ONNX Runtime", () => {
  test("a matrix product with an open row count", async () => {
    const graph = new OnnxGraph("product");
    const x = graph.input("x", "float32", ["rows", 3]);
    const w = graph.constant([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
    graph.output(graph.node("MatMul", [x, w], {}, "y"), "float32", ["rows", 2]);
    const session = await openSession(graph.toBytes());
    const { y } = await session.run({ x: { shape: [2, 3], data: Float32Array.of(1, 0, 0, 1, 1, 1) } });
    expect(y?.shape).toEqual([2, 2]);
    expect([...(y?.data ?? [])]).toEqual([1, 2, 9, 12]);
    await session.close();
  });

  test("attributes of every kind, several outputs, integer tensors and scalars", async () => {
    const graph = new OnnxGraph("kinds");
    const x = graph.input("x", "float32", [1, 4]);
    const leaky = graph.node("LeakyRelu", [x], { alpha: { float: 0.5 } });
    const turned = graph.node("Transpose", [leaky], { perm: [1, 0] });
    const flat = graph.node("Reshape", [turned, graph.integers([-1])]);
    graph.nodeWithOutputs("TopK", [flat, graph.integers([2])], { axis: -1, largest: 1 }, ["values", "where"]);
    graph.output("values", "float32");
    graph.output("where", "int64");
    const shifted = graph.node("Add", ["values", graph.scalar(0.25)], {}, "shifted");
    graph.output(shifted, "float32");
    const session = await openSession(graph.toBytes());
    const result = await session.run({ x: { shape: [1, 4], data: Float32Array.of(-8, 3, 1, 7) } });
    expect([...(result.values?.data ?? [])]).toEqual([7, 3]);
    expect([...(result.where?.data ?? [])]).toEqual([3n, 1n]);
    expect([...(result.shifted?.data ?? [])]).toEqual([7.25, 3.25]);
    await session.close();
  });
});

test("a constant whose numbers do not fill its shape is refused", () => {
  expect(() => new OnnxGraph("bad").constant([2, 2], Float32Array.of(1))).toThrow(/needs 4 numbers, got 1/);
});

test("bytes that are no model, and feeds that do not fit, are named errors", async () => {
  await expect(openSession(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: "model-invalid" });
  const graph = new OnnxGraph("identity");
  graph.output(graph.node("Identity", [graph.input("x", "float32", [2])], {}, "y"), "float32", [2]);
  const session = await openSession(graph.toBytes());
  await expect(session.run({ x: { shape: [3], data: new Float32Array(3) } })).rejects.toMatchObject({
    code: "model-run-failed",
  });
  await session.close();
});
