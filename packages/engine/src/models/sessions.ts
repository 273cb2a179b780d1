/**
 * The one place that knows ONNX Runtime: opens graphs, sets threads and memory, runs them.
 *
 * `run` blocks the calling thread while the graph computes (a property of onnxruntime-node, despite
 * the promise), so parallel work means one session per worker thread with `threads: 1`.
 * Leaves out GPUs: the execution provider is the CPU's.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { ImanticsError, messageOf } from "../domain/errors.ts";

/** Element types that go in and out of a session. */
export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Int8Array;

/** Numbers with a shape, row-major; `data.length` is the product of `shape`. */
export interface SessionTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface SessionOptions {
  /** Threads inside one operation. Default 1: callers scale over worker threads instead. */
  readonly threads?: number;
  /**
   * Keeps freed buffers for the next run. Faster for repeated shapes, but the memory never shrinks
   * below the largest run. Default true.
   */
  readonly keepsMemory?: boolean;
}

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /**
   * Computes `outputs` (default: all) from `feeds`. The returned arrays belong to the caller.
   * @throws ImanticsError `model-run-failed` when names or shapes do not fit the graph.
   */
  run(
    feeds: Readonly<Record<string, SessionTensor>>,
    outputs?: readonly string[],
  ): Promise<Record<string, SessionTensor>>;
  /** Frees the weights. The session must not be used afterwards. */
  close(): Promise<void>;
}

/**
 * Opens a model from its bytes or from a file.
 * @throws ImanticsError `model-invalid` when ONNX Runtime cannot read or prepare it.
 */
export async function openSession(
  model: Uint8Array | string,
  { threads = 1, keepsMemory = true }: SessionOptions = {},
): Promise<Session> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: keepsMemory,
    enableMemPattern: keepsMemory,
    logSeverityLevel: 3,
    // Idle threads that spin steal the cores of the other workers.
    extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
  };
  const session = await create(model, options);
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, outputs = session.outputNames) {
      try {
        const inputs = Object.fromEntries(
          Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)]),
        );
        const results = await session.run(inputs, outputs);
        return Object.fromEntries(outputs.map((name) => [name, fromOrt(name, results[name])]));
      } catch (cause) {
        if (cause instanceof ImanticsError) throw cause;
        throw new ImanticsError(
          "model-run-failed",
          `ONNX Runtime could not compute ${outputs.join(", ")} from ${describe(feeds)}: ${messageOf(cause)}. ` +
            `The graph takes ${session.inputNames.join(", ")}.`,
          { cause },
        );
      }
    },
    close: () => session.release(),
  };
}

async function create(
  model: Uint8Array | string,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  try {
    return typeof model === "string"
      ? await InferenceSession.create(model, options)
      : await InferenceSession.create(model, options);
  } catch (cause) {
    const what = typeof model === "string" ? model : `a model of ${model.byteLength} bytes in memory`;
    throw new ImanticsError(
      "model-invalid",
      `ONNX Runtime could not open ${what}: ${messageOf(cause)}. Delete the file and fetch or convert it again.`,
      { cause },
    );
  }
}

function toOrt({ shape, data }: SessionTensor): Tensor {
  if (data instanceof Float32Array) return new Tensor("float32", data, shape);
  if (data instanceof Int32Array) return new Tensor("int32", data, shape);
  if (data instanceof BigInt64Array) return new Tensor("int64", data, shape);
  if (data instanceof Int8Array) return new Tensor("int8", data, shape);
  return new Tensor("uint8", data, shape);
}

function fromOrt(name: string, tensor: Tensor | undefined): SessionTensor {
  const data = tensor?.data;
  if (
    tensor !== undefined &&
    (data instanceof Float32Array ||
      data instanceof Int32Array ||
      data instanceof BigInt64Array ||
      data instanceof Uint8Array ||
      data instanceof Int8Array)
  ) {
    return { shape: tensor.dims, data };
  }
  throw new ImanticsError(
    "model-run-failed",
    `Output "${name}" has element type ${tensor?.type ?? "none"}; expected float32, int32, int64, int8 or uint8. ` +
      "Cast it inside the graph.",
  );
}

function describe(feeds: Readonly<Record<string, SessionTensor>>): string {
  return Object.entries(feeds)
    .map(([name, { shape }]) => `${name} [${shape.join(", ")}]`)
    .join(", ");
}
