/** A clustering, its clusters, and where each region belongs. */

/** The immutable result of one run of one method. Assignments are stored beside it. */
export interface ClusteringRecord {
  readonly id: string;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly space: string;
  readonly seed: number;
  readonly regionCount: number;
  readonly clusterCount: number;
  readonly noiseCount: number;
  /** Plain sentences: why this method and these settings. */
  readonly reasons: readonly string[];
  /** Validity figures and degeneracy flags by name. */
  readonly quality: Readonly<Record<string, number | boolean | null>>;
  readonly createdAt: string;
  readonly isPromoted: boolean;
}

/** A cluster within one clustering. `id` is inherited over re-runs when members overlap enough. */
export interface ClusterRecord {
  readonly id: string;
  readonly clustering: string;
  readonly size: number;
  /** Suggested by the machine; unique within the clustering. */
  readonly suggestedName: string;
  readonly alternatives: readonly string[];
  /** Typed by a person; kept by cluster id, whatever is re-run. */
  readonly givenName: string | null;
  /** The most typical images, first the cover. At most 7 ids. */
  readonly covers: readonly string[];
}

/** One region's place in a clustering; `cluster` is null for noise. */
export interface Assignment {
  readonly region: string;
  readonly cluster: string | null;
  /** 0..1, how typical of its cluster. */
  readonly strength: number;
}

export interface NearCluster {
  readonly cluster: ClusterRecord;
  /** Cosine between the two centres. */
  readonly similarity: number;
}
