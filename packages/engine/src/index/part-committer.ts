/**
 * Writes down what the search for parts brings. Vectors go before the facts that speak of them, and the
 * vectors of regions that are gone leave after: a crash leaves at worst vectors that nobody knows, which
 * the next start removes.
 */
import { matrix } from "@imantics/core";
import { failureOf } from "../domain/failure.ts";
import type { JobEvent } from "../domain/job.ts";
import type { RegionType } from "../domain/region.ts";
import type { Space } from "../domain/space.ts";
import type { StageCounter } from "../domain/stage-counter.ts";
import type { Store } from "../store/open-store.ts";
import { CommitQueue } from "./commit-queue.ts";
import type { PartResult } from "./part-shard.ts";

const batching = { size: 128, everyMs: 3000 };

export interface PartCommitTools {
  readonly store: Store;
  /** Every space a vector may belong to, by id. */
  readonly spaces: ReadonlyMap<string, Space>;
  readonly emit: (event: JobEvent) => void;
}

/** What a job has done so far. */
export interface PartCounts {
  pictures: number;
  failed: number;
  /** Regions found, by type. */
  readonly regions: Map<RegionType, number>;
  /** Sum of the wall time by stage, in the workers. */
  readonly milliseconds: Map<string, number>;
}

export class PartCommitter {
  readonly queue: CommitQueue<PartResult>;
  readonly counts: PartCounts = { pictures: 0, failed: 0, regions: new Map(), milliseconds: new Map() };
  readonly #tools: PartCommitTools;

  constructor(tools: PartCommitTools, stage: StageCounter) {
    this.#tools = tools;
    this.queue = new CommitQueue(batching, stage, tools.emit, (results) => this.#write(results));
  }

  add(results: readonly PartResult[]): Promise<void> {
    const failed = results.filter(({ failures }) => failures.length > 0).length;
    this.#count(results, failed);
    return this.queue.add(results, failed);
  }

  #count(results: readonly PartResult[], failed: number): void {
    const { counts } = this;
    counts.pictures += results.length;
    counts.failed += failed;
    for (const { findings, milliseconds } of results) {
      for (const { type } of findings.flatMap(({ regions }) => regions)) {
        counts.regions.set(type, (counts.regions.get(type) ?? 0) + 1);
      }
      for (const [stage, spent] of Object.entries(milliseconds)) {
        counts.milliseconds.set(stage, (counts.milliseconds.get(stage) ?? 0) + spent);
      }
    }
  }

  async #write(results: readonly PartResult[]): Promise<void> {
    await this.#putVectors(results);
    const gone = await this.#recordFindings(results);
    for (const space of this.#tools.spaces.values()) await this.#tools.store.vectors.remove(space, gone);
    await this.#recordFailures(results);
    this.#tools.emit({ type: "images", ids: results.map(({ image }) => image) });
  }

  async #putVectors(results: readonly PartResult[]): Promise<void> {
    const all = results.flatMap(({ vectors }) => vectors);
    for (const [id, space] of this.#tools.spaces) {
      const own = all.filter((vector) => vector.space === id);
      if (own.length === 0) continue;
      const vectors = matrix(own.length, space.dimension);
      for (const [at, { vector }] of own.entries()) vectors.data.set(vector, at * space.dimension);
      await this.#tools.store.vectors.put(space, { ids: own.map(({ region }) => region), vectors });
    }
  }

  /** One transaction a detector. Answers the ids of regions that are gone. */
  async #recordFindings(results: readonly PartResult[]): Promise<string[]> {
    const gone: string[] = [];
    const versions = new Map(
      results.flatMap(({ findings }) =>
        findings.map(({ detector, version }) => [detector, version] as const),
      ),
    );
    for (const [detector, version] of versions) {
      const inspections = results.flatMap(({ image, findings }) =>
        findings
          .filter((finding) => finding.detector === detector)
          .map(({ regions, milliseconds }) => ({ image, regions, milliseconds })),
      );
      gone.push(...(await this.#tools.store.facts.regions.recordInspections(detector, version, inspections)));
    }
    return gone;
  }

  async #recordFailures(results: readonly PartResult[]): Promise<void> {
    const { store, emit } = this.#tools;
    for (const { image, failures } of results) {
      const [first] = failures;
      const file = first && (await store.facts.sources.fileOf(image));
      if (!first || !file) continue;
      const failure = failureOf(file, first.stage, first);
      await store.facts.failures.record(file.source, [failure]);
      emit({ type: "failure", failure });
    }
  }
}
