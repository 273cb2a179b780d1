/** Decompositions that the methods need. */
export { solvePositiveDefinite } from "./cholesky.ts";
export { type Eigen, symmetricEigen } from "./symmetric-eigen.ts";
