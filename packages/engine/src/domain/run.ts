/**
 * A run: one go of one method, with everything that is needed to make it again and to compare it with
 * another. It outlives what it made: a clustering may be removed, how it came about stays on record.
 */
export const RUN_KINDS = ["clustering", "training", "evaluation", "projection"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

export type RunState = "running" | "done" | "failed" | "cancelled" | "interrupted";

/**
 * What a run has left behind beside facts, such as a fitted model: a file of the library, told by its
 * content, so that it can be copied and checked.
 */
export interface RunArtefact {
  /** What it is to the run, e.g. `model`. */
  readonly name: string;
  /** Relative to the library folder, with forward slashes. */
  readonly path: string;
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Whose work it was. Null: of no part in it. */
export interface RunVersions {
  readonly imantics: string;
  readonly core: string;
  /** Catalogue id and revision of the model whose vectors were used. */
  readonly model: string | null;
}

export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly state: RunState;
  /** The method's id as it was asked for, e.g. `auto`. */
  readonly method: string;
  /** What was asked for and, under `used`, what it came to. JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly versions: RunVersions;
  /** Figures by name, each as the method's report defines it; null: not defined for this data. */
  readonly metrics: Readonly<Record<string, number | boolean | null>>;
  readonly artefacts: readonly RunArtefact[];
  /** Id of the space whose vectors it saw. */
  readonly space: string | null;
  /** Id of the clustering it made; it may be gone by now. */
  readonly clustering: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
}
