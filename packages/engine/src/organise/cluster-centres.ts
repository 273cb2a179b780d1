/**
 * Where the clusters of a clustering lie: their mean directions, kept from one opened cluster to the next.
 * A clustering is immutable, so they are measured again only when vectors of its space went or changed.
 */
import { type Matrix, matrix, normaliseRows, row } from "@imantics/core";
import type { ClusteringRecord } from "../domain/clustering.ts";
import type { Space } from "../domain/space.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { FactPorts } from "../store/ports/facts.ts";

/** Clusterings whose centres are kept: 2 MB each at 1,000 clusters of 512 numbers. */
const MOST_KEPT = 8;

export interface Centres {
  /** Unit rows; zero where no member has a vector. */
  readonly centres: Matrix;
  readonly rowOf: ReadonlyMap<string, number>;
}

interface Measured extends Centres {
  readonly epoch: string;
  /** Not known of members without a vector whether they still have none. */
  readonly isComplete: boolean;
}

export class ClusterCentres {
  readonly #facts: FactPorts;
  readonly #indexes: VectorIndexes;
  readonly #kept = new Map<string, Promise<Measured>>();

  constructor(facts: FactPorts, indexes: VectorIndexes) {
    this.#facts = facts;
    this.#indexes = indexes;
  }

  /** O(clusters) where they are kept, else O(regions × columns) beside reading the assignments. */
  async of(clustering: ClusteringRecord, space: Space): Promise<Centres> {
    const { id } = clustering;
    const kept = this.#kept.get(id);
    const known = await kept?.catch(() => null);
    if (known?.isComplete && known.epoch === (await this.#indexes.epoch(space))) return known;
    const begun = this.#kept.get(id);
    if (begun && begun !== kept) return begun;
    const measured = this.#measure(id, space);
    this.#kept.delete(id);
    this.#kept.set(id, measured);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return measured;
  }

  async #measure(id: string, space: Space): Promise<Measured> {
    // Asked for first: what goes meanwhile makes it out of date rather than wrongly up to date.
    const epoch = await this.#indexes.epoch(space);
    const index = await this.#indexes.visit(space);
    const members = new Map<string, string[]>(
      (await this.#facts.clusterings.clusters(id)).map((each) => [each.id, []]),
    );
    let isComplete = true;
    for (const { region, cluster } of await this.#facts.clusterings.assignments(id)) {
      if (cluster === null) continue;
      if (index.has(region)) members.get(cluster)?.push(region);
      else isComplete = false;
    }
    const means = matrix(members.size, space.dimension);
    for (const [at, regions] of [...members.values()].entries()) {
      const mean = row(means, at);
      for (const region of regions) {
        const vector = index.vector(region);
        if (vector === null) continue;
        for (let j = 0; j < mean.length; j++) mean[j]! += vector[j]! / regions.length;
      }
    }
    const rowOf = new Map([...members.keys()].map((cluster, at) => [cluster, at]));
    return { centres: normaliseRows(means), rowOf, epoch, isComplete };
  }
}
