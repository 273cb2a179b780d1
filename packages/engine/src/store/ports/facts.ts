/**
 * What is known of a library, in our words: one port for each kind of fact, and one commit over all of
 * them. One folder per technology implements it (`../sqlite`, `../memory`); `facts.contract.ts` runs over
 * each.
 *
 * Every method is one transaction: it happens wholly or not at all, and survives kill -9. What must happen
 * together goes through `transaction`.
 */
import type { LibraryCounts } from "../../domain/library-counts.ts";
import type { AlbumPort } from "./albums.ts";
import type { ClusteringPort } from "./clusterings.ts";
import type { FailurePort } from "./failures.ts";
import type { ImagePort } from "./images.ts";
import type { JobPort } from "./jobs.ts";
import type { JournalPort } from "./journal.ts";
import type { KeyPort } from "./keys.ts";
import type { PeoplePort } from "./people.ts";
import type { RegionPort } from "./regions.ts";
import type { RunPort } from "./runs.ts";
import type { SettingPort } from "./settings.ts";
import type { SourcePort } from "./sources.ts";
import type { SpacePort } from "./spaces.ts";

/** All that can be asked and told; what a transaction hands to its work. */
export interface FactPorts {
  readonly sources: SourcePort;
  readonly images: ImagePort;
  readonly regions: RegionPort;
  readonly spaces: SpacePort;
  readonly clusterings: ClusteringPort;
  readonly people: PeoplePort;
  readonly albums: AlbumPort;
  readonly runs: RunPort;
  readonly jobs: JobPort;
  readonly failures: FailurePort;
  readonly journal: JournalPort;
  readonly settings: SettingPort;
  readonly keys: KeyPort;
  /** O(images) over an index. */
  counts(): Promise<LibraryCounts>;
}

export interface Facts extends FactPorts {
  /**
   * Does `work` in one commit. It sees what it has written; nobody else does until it is done. What it
   * throws leaves nothing behind and is thrown again. Transactions, and calls from outside while one runs,
   * wait for each other in the order in which they came, so work must not wait for anything slow.
   *
   * @throws ImanticsError `internal:nested-transaction` when the work starts another one, or asks `Facts`
   *   where it should ask what it was given: it would wait for itself.
   */
  transaction<Result>(work: (facts: FactPorts) => Promise<Result>): Promise<Result>;
  /** Integrity check of the underlying file; messages, none when sound. */
  verify(): Promise<readonly string[]>;
  close(): Promise<void>;
}
