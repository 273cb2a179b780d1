/** What methods learned, of whatever kind: used on new vectors, stored as bytes and read again. */
export {
  type FittedMap,
  type FittedModel,
  fittedToBytes,
  isFittedClustering,
  place,
  readFitted,
} from "./registry.ts";
