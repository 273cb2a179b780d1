/**
 * Who computes a graph. Implementations: `plain-runner.ts` here (readable, exact, needs nothing) and
 * ONNX Runtime in the engine (many times faster). One contract suite runs over both.
 */
import type { Tensor } from "../graph/tensor.ts";

/** What goes in and out by name: numbers as float32 or float64, row numbers as int32. */
export type Feeds = Readonly<Record<string, Float32Array | Float64Array | Int32Array>>;

/** Named tensors to compute. */
export type Outputs = Readonly<Record<string, Tensor>>;

export interface CompiledGraph {
  /**
   * Every output of the graph. The same feeds give the same bytes.
   * @throws RangeError naming an input that is missing or has another size.
   */
  run(feeds: Feeds): Promise<Record<string, Float32Array | Float64Array>>;
  /** Frees what it holds; not to be used afterwards. */
  close(): Promise<void>;
}

export interface GraphRunner {
  readonly name: string;
  compile(outputs: Outputs): Promise<CompiledGraph>;
}

/** The inputs that `ordered` needs, by name. @throws RangeError when two have one name. */
export function inputsOf(ordered: readonly Tensor[]): Map<string, Tensor> {
  const inputs = new Map<string, Tensor>();
  for (const tensor of ordered) {
    if (tensor.operation.kind !== "input") continue;
    const { name } = tensor.operation;
    if (inputs.has(name)) throw new RangeError(`Two inputs are called "${name}"; give each its own name.`);
    inputs.set(name, tensor);
  }
  return inputs;
}
