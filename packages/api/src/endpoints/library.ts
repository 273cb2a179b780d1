/** The library as a whole, and the sign of life for whoever watches the process. */
import * as z from "zod";
import { LibrarySummary } from "../library.ts";
import { json } from "./answer.ts";
import { endpoint, get } from "./endpoint.ts";

export const library = {
  health: endpoint({
    ...get("/api/health"),
    tag: "Library",
    summary: "Whether the server answers",
    scope: "public",
    answer: json(z.object({ status: z.literal("ok") }), "It does"),
    errors: [],
  }),
  summary: endpoint({
    ...get("/api/library"),
    tag: "Library",
    summary: "Counts, sources, and the encoder that serves",
    scope: "read",
    answer: json(LibrarySummary, "The library"),
    errors: [],
  }),
};
