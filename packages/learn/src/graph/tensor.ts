/**
 * A computation as a value: every tensor knows the operation that makes it and the tensors it is made
 * of. Building one computes nothing; `run/` computes it, `gradients.ts` differentiates it, `onnx/`
 * writes it down.
 *
 * Shapes are fixed when the graph is built, the number of rows in a batch included: with fixed shapes
 * every broadcast and every gradient is known at once, and a trainer uses one batch size anyway.
 */

/** Sizes along each axis; `[]` is a single number. */
export type Sizes = readonly number[];

export type UnaryKind = "negate" | "exp" | "log" | "sqrt" | "tanh" | "relu" | "erf" | "abs" | "step";
export type BinaryKind = "add" | "subtract" | "multiply" | "divide";

/** Window of a convolution: strides and zero padding, the same in both directions. */
export interface Window {
  readonly stride: number;
  readonly padding: number;
}

/** What makes a tensor. Everything else is composed of these. */
export type Operation =
  /** Fed at every run under `name`; indices as int32. */
  | { readonly kind: "input"; readonly name: string; readonly holds: "numbers" | "indices" }
  | { readonly kind: "constant"; readonly values: Float64Array }
  | { readonly kind: UnaryKind }
  | { readonly kind: BinaryKind }
  | { readonly kind: "matmul" }
  | { readonly kind: "softmax" | "logSoftmax" }
  | { readonly kind: "sum" | "max"; readonly axes: readonly number[] }
  | { readonly kind: "reshape" | "broadcast" }
  | { readonly kind: "transpose"; readonly order: readonly number[] }
  | { readonly kind: "concat"; readonly axis: number }
  | { readonly kind: "slice"; readonly axis: number; readonly start: number }
  /** Zeros around the input along one axis: what differentiates a slice. */
  | { readonly kind: "pad"; readonly axis: number; readonly before: number }
  | { readonly kind: "gather" }
  /** Rows of the first input added into zeros at the rows the second names: what differentiates a gather. */
  | { readonly kind: "scatter" }
  | { readonly kind: "convolve" | "convolveInput" | "convolveWeights"; readonly window: Window }
  | { readonly kind: "stop" };

export interface Tensor {
  readonly shape: Sizes;
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
}

/** How many numbers a tensor of this shape has. */
export const sizeOf = (shape: Sizes): number => shape.reduce((product, length) => product * length, 1);

export const shapeText = (shape: Sizes): string => `[${shape.join(" × ")}]`;

export const sameShape = (left: Sizes, right: Sizes): boolean =>
  left.length === right.length && left.every((length, axis) => length === right[axis]);

/** Every tensor that `outputs` need, inputs before what is made of them; the order is always the same. */
export function inOrder(outputs: readonly Tensor[]): Tensor[] {
  const ordered: Tensor[] = [];
  const seen = new Set<Tensor>();
  // Depth first without recursion: a deep network would overflow the stack.
  const stack = [...outputs].reverse().map((tensor) => ({ tensor, isReady: false }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { tensor, isReady } = top;
    if (isReady) {
      ordered.push(tensor);
    } else if (!seen.has(tensor)) {
      seen.add(tensor);
      stack.push({ tensor, isReady: true });
      for (const input of [...tensor.inputs].reverse()) {
        if (!seen.has(input)) stack.push({ tensor: input, isReady: false });
      }
    }
  }
  return ordered;
}
