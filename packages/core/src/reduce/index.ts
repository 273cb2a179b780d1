/** Fewer numbers a vector: PCA, truncated SVD, random projection. */
export { applyLinearMap, type LinearMap } from "./linear-map.ts";
export { applyPca, fitPca, type Pca, type PcaSize } from "./pca.ts";
export { dimensionsForDistortion } from "./random-projection.ts";
export type { Reduction, ReductionDescription, ReductionMethod } from "./reduction.ts";
export { reductionMethod, reductionMethods } from "./registry.ts";
