import { expect, test } from "vitest";
import { readTfliteModel } from "./tflite-reader.ts";

test("bytes that are no TensorFlow Lite model are refused", () => {
  expect(() => readTfliteModel(new Uint8Array(64))).toThrow(/mark TFL3 is missing/);
});
