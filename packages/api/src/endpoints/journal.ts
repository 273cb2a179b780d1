/** What people did, and the way back. */
import * as z from "zod";
import { JournalEntry, WayBack } from "../library.ts";
import { json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post } from "./endpoint.ts";

const tag = "Journal";

export const journal = {
  list: endpoint({
    ...get("/api/journal"),
    tag,
    summary: "What people did here, newest first",
    scope: "read",
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    answer: json(z.array(JournalEntry), "Acts"),
    errors: [],
  }),
  undo: endpoint({
    ...post("/api/journal/undo"),
    tag,
    summary: "Takes back the last act; with `sequence` that act, or none",
    scope: "write",
    body: jsonBody(WayBack),
    answer: json(JournalEntry, "The act that was undone"),
    errors: ["act-not-found", "cannot-undo", "nothing-to-undo"],
  }),
  redo: endpoint({
    ...post("/api/journal/redo"),
    tag,
    summary: "Does the last undone act again; with `sequence` that act, or none",
    scope: "write",
    body: jsonBody(WayBack),
    answer: json(JournalEntry, "The act that was redone"),
    errors: ["act-not-found", "cannot-redo", "nothing-to-redo"],
  }),
};
