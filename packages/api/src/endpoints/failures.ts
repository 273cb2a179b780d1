/** The ledger of files that could not be processed. */
import * as z from "zod";
import { FailurePage, FailureSelection, Job } from "../jobs.ts";
import { done, json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post } from "./endpoint.ts";

const tag = "Failures";

export const failures = {
  page: endpoint({
    ...get("/api/failures"),
    tag,
    summary: "Files that could not be processed, with the reason",
    scope: "read",
    query: z.object({
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    answer: json(FailurePage, "One page of the ledger"),
    errors: [],
  }),
  retry: endpoint({
    ...post("/api/failures/retry"),
    tag,
    summary: "Tries files again",
    scope: "write",
    body: jsonBody(FailureSelection),
    answer: json(Job, "The job that tries", 202),
    errors: ["failure-not-found", "nothing-to-retry"],
  }),
  ignore: endpoint({
    ...post("/api/failures/ignore"),
    tag,
    summary: "Keeps failures out of sight until the file changes",
    scope: "write",
    body: jsonBody(FailureSelection),
    answer: done("Ignored"),
    errors: ["failure-not-found", "nothing-to-ignore"],
  }),
};
