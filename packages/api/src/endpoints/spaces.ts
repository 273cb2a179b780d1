/** Spaces: what each model has seen, removed and brought back by the journal, compared. */
import * as z from "zod";
import { Acted } from "../library.ts";
import { CompareSpacesRequest, EmptiedTrash, Space, SpaceComparison } from "../spaces.ts";
import { json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post, remove } from "./endpoint.ts";
import { queryErrors } from "./search.ts";

const tag = "Spaces";

export const spaces = {
  list: endpoint({
    ...get("/api/spaces"),
    tag,
    summary: "The spaces of the library, those in the trash last",
    scope: "read",
    answer: json(z.array(Space), "Spaces"),
    errors: [],
  }),
  remove: endpoint({
    ...remove("/api/spaces/:space"),
    tag,
    summary: "Puts a space into the trash, by id or by model",
    scope: "write",
    params: z.object({ space: z.string() }),
    answer: json(Acted, "It is in the trash; undo brings it back"),
    errors: ["space-in-use", "space-not-found"],
  }),
  empty: endpoint({
    ...post("/api/spaces/empty"),
    tag,
    summary: "Throws out what is in the trash, for good",
    scope: "admin",
    answer: json(EmptiedTrash, "What was thrown out"),
    errors: ["nothing-to-empty"],
  }),
  compare: endpoint({
    ...post("/api/spaces/compare"),
    tag,
    summary: "Asks two spaces the same",
    scope: "read",
    body: jsonBody(CompareSpacesRequest),
    answer: json(SpaceComparison, "Both rankings and what they share"),
    errors: [...queryErrors, "space-changed", "space-not-found"],
  }),
};
