/**
 * Facts in memory: what the contract means, in the fewest words. Every question is answered by looking at
 * everything. A write checks all it was given before it changes anything, which makes it a transaction;
 * where several must hold together, a copy from before takes the place of what is half done. Nothing
 * survives the process.
 */
import { transactionMark } from "../in-transaction.ts";
import type { FactPorts, Facts } from "../ports/facts.ts";
import { memoryAlbums } from "./albums.ts";
import { memoryClusterings } from "./clusterings.ts";
import { entryOf, memoryImages } from "./images.ts";
import {
  memoryFailures,
  memoryJobs,
  memoryJournal,
  memoryKeys,
  memoryRuns,
  memorySettings,
} from "./lists.ts";
import { memoryPeople } from "./people.ts";
import { memoryRegions } from "./regions.ts";
import { memorySources } from "./sources.ts";
import { memorySpaces } from "./spaces.ts";
import { emptyState, type State } from "./state.ts";
import { inTurn, type Turn, takeTurns } from "./turns.ts";

export function memoryFacts(): Facts {
  const state = emptyState();
  const turn = takeTurns();
  const mark = transactionMark();
  const within = portsOn(state);
  const outside: Turn = async (work) => {
    mark.requireOutside();
    return turn(work);
  };
  return {
    sources: inTurn(within.sources, outside),
    images: inTurn(within.images, outside),
    regions: inTurn(within.regions, outside),
    spaces: inTurn(within.spaces, outside),
    clusterings: inTurn(within.clusterings, outside),
    people: inTurn(within.people, outside),
    albums: inTurn(within.albums, outside),
    runs: inTurn(within.runs, outside),
    jobs: inTurn(within.jobs, outside),
    failures: inTurn(within.failures, outside),
    journal: inTurn(within.journal, outside),
    settings: inTurn(within.settings, outside),
    keys: inTurn(within.keys, outside),
    counts: () => outside(within.counts),
    transaction: async (work) =>
      outside(async () => {
        const before = structuredClone(state);
        try {
          return await mark.run(() => work(within));
        } catch (error) {
          Object.assign(state, before);
          throw error;
        }
      }),
    verify: async () => [],
    close: async () => undefined,
  };
}

function portsOn(state: State): FactPorts {
  return {
    sources: memorySources(state),
    images: memoryImages(state),
    regions: memoryRegions(state),
    spaces: memorySpaces(state),
    clusterings: memoryClusterings(state),
    people: memoryPeople(state),
    albums: memoryAlbums(state),
    runs: memoryRuns(state),
    jobs: memoryJobs(state),
    failures: memoryFailures(state),
    journal: memoryJournal(state),
    settings: memorySettings(state),
    keys: memoryKeys(state),
    async counts() {
      const entries = [...state.images.keys()].flatMap((id) => entryOf(state, id) ?? []);
      return {
        images: state.images.size,
        available: entries.filter((image) => image.isAvailable).length,
        paths: state.paths.size,
        regions: state.regions.size,
        failures: [...state.failures.values()].filter((failure) => !failure.isIgnored).length,
        clusterings: [...state.clusterings.values()].filter(({ isRemoved }) => !isRemoved).length,
        sizeBytes: entries.reduce((sum, image) => sum + image.sizeBytes, 0),
      };
    },
  };
}
