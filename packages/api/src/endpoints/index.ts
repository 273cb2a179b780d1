/** Every endpoint of the API, by group. */
import { clusterings } from "./clusterings.ts";
import type { Endpoint } from "./endpoint.ts";
import { events } from "./events.ts";
import { explain } from "./explain.ts";
import { failures } from "./failures.ts";
import { images } from "./images.ts";
import { imports } from "./imports.ts";
import { jobs } from "./jobs.ts";
import { journal } from "./journal.ts";
import { keys } from "./keys.ts";
import { library } from "./library.ts";
import { models } from "./models.ts";
import { parts } from "./parts.ts";
import { people } from "./people.ts";
import { search } from "./search.ts";
import { session } from "./session.ts";
import { spaces } from "./spaces.ts";

export { address, addressPattern } from "./address.ts";
export type { Answer } from "./answer.ts";
export type { Body } from "./body.ts";
export { changesLibrary, commonErrors, type Endpoint, none, type Scope } from "./endpoint.ts";

export const endpoints = {
  library,
  images,
  search,
  explain,
  parts,
  people,
  clusterings,
  jobs,
  failures,
  events,
  imports,
  models,
  spaces,
  journal,
  keys,
  session,
} as const;

/** The same in one list. */
export const allEndpoints: readonly Endpoint[] = Object.values(endpoints).flatMap((group): Endpoint[] =>
  Object.values(group),
);

/** Where the contract itself can be read: for machines (OpenAPI 3.1) and for people. Needs no key. */
export const documents = { openapi: "/api/openapi.json", pages: "/api/docs" } as const;
