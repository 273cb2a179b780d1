/**
 * Runs the graphs of `@imantics/learn` in ONNX Runtime: forward and backward pass as one model.
 * Same feeds and same number of threads give the same bytes.
 */
import { type GraphRunner, inOrder, inputsOf, toOnnx } from "@imantics/learn";
import { ImanticsError } from "../domain/errors.ts";
import { openSession, type SessionTensor } from "../models/sessions.ts";

export interface OnnxRunnerOptions {
  /** Threads inside one operation. Default 2: a small graph gains little from more. */
  readonly threads?: number;
}

export function onnxRunner({ threads = 2 }: OnnxRunnerOptions = {}): GraphRunner {
  return {
    name: "ONNX Runtime",
    async compile(outputs) {
      const session = await openSession(toOnnx(outputs), { threads });
      const inputs = inputsOf(inOrder(Object.values(outputs)));
      return {
        async run(feeds) {
          const tensors: Record<string, SessionTensor> = {};
          for (const [name, { shape }] of inputs) {
            const data = feeds[name];
            const size = shape.reduce((product, length) => product * length, 1);
            if (data?.length !== size) {
              throw new RangeError(`Input "${name}" needs ${size} numbers, got ${data?.length ?? "none"}.`);
            }
            tensors[name] = { shape, data: data instanceof Float64Array ? Float32Array.from(data) : data };
          }
          const results = await session.run(tensors);
          return Object.fromEntries(
            Object.entries(results).map(([name, { data }]) => [name, requireFloats(name, data)]),
          );
        },
        close: () => session.close(),
      };
    },
  };
}

function requireFloats(name: string, data: SessionTensor["data"]): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new ImanticsError(
    "model-run-failed",
    `internal: output "${name}" of a training graph holds no float32.`,
  );
}
