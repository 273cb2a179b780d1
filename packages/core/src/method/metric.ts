/** How vectors are compared. */

export type Metric = "euclidean" | "cosine";
