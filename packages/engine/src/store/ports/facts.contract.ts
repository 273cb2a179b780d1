/** What every store of facts does, port by port. Run it over a technology with `factsContract("name", open)`. */
import { afterEach, beforeEach } from "vitest";
import { albumsContract } from "./albums.contract.ts";
import { clusteringsContract } from "./clusterings.contract.ts";
import type { Facts } from "./facts.ts";
import { failuresContract } from "./failures.contract.ts";
import { imagesContract } from "./images.contract.ts";
import { jobsContract } from "./jobs.contract.ts";
import { journalContract } from "./journal.contract.ts";
import { keysContract } from "./keys.contract.ts";
import { listingsContract } from "./listings.contract.ts";
import { peopleContract } from "./people.contract.ts";
import { predicatesContract } from "./predicates.contract.ts";
import { regionsContract } from "./regions.contract.ts";
import { runsContract } from "./runs.contract.ts";
import { settingsContract } from "./settings.contract.ts";
import { sourcesContract } from "./sources.contract.ts";
import { spacesContract } from "./spaces.contract.ts";
import { transactionContract } from "./transaction.contract.ts";

const contracts = [
  sourcesContract,
  imagesContract,
  listingsContract,
  predicatesContract,
  regionsContract,
  spacesContract,
  clusteringsContract,
  peopleContract,
  albumsContract,
  runsContract,
  jobsContract,
  failuresContract,
  journalContract,
  settingsContract,
  keysContract,
  transactionContract,
];

export function factsContract(name: string, open: () => Promise<Facts>): void {
  let facts: Facts;
  beforeEach(async () => {
    facts = await open();
  });
  afterEach(() => facts.close());
  for (const contract of contracts) contract(name, () => facts);
}
