/** Classical features of pictures: pixels to descriptors. */
export {
  dihedralDistance,
  dihedralHashes,
  hashDistance,
  perceptualHash,
} from "./perceptual-hash.ts";
export type { Pixels } from "./pixels.ts";
export {
  type FeatureDescription,
  type FeatureMethod,
  featureMethod,
  featureMethods,
} from "./registry.ts";
export { shrinkByArea } from "./shrink.ts";
