/** Facts about clusterings, their clusters and assignments, and the names people gave. */
import type { Assignment, ClusteringRecord, ClusterRecord } from "../../domain/clustering.ts";

export interface ClusteringPort {
  /** @throws ImanticsError `internal:broken-reference` when an assignment names an unknown region or cluster. */
  add(
    clustering: ClusteringRecord,
    clusters: readonly Omit<ClusterRecord, "givenName" | "clustering">[],
    assignments: readonly Assignment[],
  ): Promise<void>;
  /** Newest first. Like everything here but `removed`, without those in the trash. */
  list(): Promise<readonly ClusteringRecord[]>;
  get(id: string): Promise<ClusteringRecord | null>;
  /** Those in the trash, newest first. */
  removed(): Promise<readonly ClusteringRecord[]>;
  /** Into the trash or out of it, with its clusters and assignments; an unknown id is ignored. */
  setRemoved(id: string, isRemoved: boolean): Promise<void>;
  /** For good, in the trash or not. Names stay with the ids of its clusters. */
  forget(id: string): Promise<void>;
  /** Makes this the one clustering that opens by default; null: none does. */
  promote(id: string | null): Promise<void>;
  /** Largest first. */
  clusters(clustering: string): Promise<readonly ClusterRecord[]>;
  /** A cluster by id, from the newest clustering that has it; null when none has. */
  cluster(id: string): Promise<ClusterRecord | null>;
  /** In order of region id. */
  assignments(clustering: string): Promise<readonly Assignment[]>;
  /** How typical each member of one cluster is, most typical first. */
  strengths(clustering: string, cluster: string): Promise<readonly number[]>;
  /** The clusters an image belongs to, over all clusterings, those of the newest first. */
  ofImage(image: string): Promise<readonly (ClusterRecord & { readonly strength: number })[]>;
  /** The name a person gave to a cluster, whether or not a clustering has it now; null where none was given. */
  givenName(cluster: string): Promise<string | null>;
  /** Null removes the given name. */
  setName(cluster: string, name: string | null): Promise<void>;
}
