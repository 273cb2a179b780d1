/** Maps to look at: PCA, t-SNE, UMAP, PaCMAP, and placing new points on them. */
export type {
  Layout,
  Projection,
  ProjectionContext,
  ProjectionDescription,
  ProjectionMethod,
} from "./method.ts";
export { type PacmapPlacementOptions, placePacmap } from "./place-pacmap.ts";
export { placeTsne } from "./place-tsne.ts";
export { placeUmap, type UmapPlacementOptions } from "./place-umap.ts";
export type { PlacedVectors, PlacementOptions } from "./placement.ts";
export { projectionMethod, projectionMethods } from "./registry.ts";
export { umapForClustering } from "./umap.ts";
