/** Heavy products: methods are written against `Kernels`, whoever computes is injected. */
export type { Kernels, LabelSums, Nearest, TopProducts } from "./kernels.ts";
export {
  emptyGram,
  gram,
  plainKernels,
  requireSameWidth,
  squaredNorms,
  sumByLabel,
} from "./plain.ts";
export * from "./square-matrix.ts";
export { TopCollector } from "./top-collector.ts";
export { openWasmKernels, portableKernels } from "./wasm/wasm-kernels.ts";
