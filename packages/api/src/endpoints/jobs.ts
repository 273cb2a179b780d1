/** Jobs: everything that takes long. Starting answers 202 at once; events tell the rest. */
import * as z from "zod";
import { IndexRequest, Job } from "../jobs.ts";
import { json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post } from "./endpoint.ts";

const tag = "Jobs";
const params = z.object({ id: z.string() });

export const jobs = {
  list: endpoint({
    ...get("/api/jobs"),
    tag,
    summary: "Jobs, newest first",
    scope: "read",
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    answer: json(z.array(Job), "Jobs"),
    errors: [],
  }),
  index: endpoint({
    ...post("/api/jobs/index"),
    tag,
    summary: "Starts indexing folders, files or archives of the server's machine; new ones need scope admin",
    scope: "write",
    // Any image file of the machine could be read this way: not a right of every writer.
    scopeOf: ({ locations }) => (locations.length > 0 ? "admin" : "write"),
    body: jsonBody(IndexRequest),
    answer: json(Job, "The job", 202),
    errors: ["location-not-found", "no-sources"],
  }),
  detail: endpoint({
    ...get("/api/jobs/:id"),
    tag,
    summary: "One job",
    scope: "read",
    params,
    answer: json(Job, "The job"),
    errors: ["job-not-found"],
  }),
  cancel: endpoint({
    ...post("/api/jobs/:id/cancel"),
    tag,
    summary: "Stops a job at the next safe point; what is done stays done",
    scope: "write",
    params,
    answer: json(Job, "The job, about to stop", 202),
    errors: ["job-not-found", "job-not-running"],
  }),
  resume: endpoint({
    ...post("/api/jobs/:id/resume"),
    tag,
    summary: "Starts the same request again as a new job; finished work is skipped",
    scope: "write",
    params,
    answer: json(Job, "The new job", 202),
    errors: ["job-not-ended", "job-not-found"],
  }),
};
