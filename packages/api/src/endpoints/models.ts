/** Models: what can encode pictures here, what can be fetched, what serves. */
import * as z from "zod";
import { Job } from "../jobs.ts";
import { Model } from "../library.ts";
import { done, json } from "./answer.ts";
import { endpoint, get, post } from "./endpoint.ts";

const tag = "Models";
const params = z.object({ id: z.string() });

export const models = {
  list: endpoint({
    ...get("/api/models"),
    tag,
    summary: "Models of the catalogue, and which of them are at hand",
    scope: "read",
    answer: json(z.array(Model), "Models"),
    errors: [],
  }),
  pull: endpoint({
    ...post("/api/models/:id/pull"),
    tag,
    summary: "Starts downloading a model",
    scope: "admin",
    params,
    answer: json(Job, "The job", 202),
    errors: ["model-not-found", "model-ready", "not-downloadable"],
  }),
  use: endpoint({
    ...post("/api/models/:id/use"),
    tag,
    summary: "Makes a model the one that serves",
    scope: "write",
    params,
    answer: done("It serves now"),
    errors: ["already-so", "model-not-downloaded", "model-not-found", "not-downloadable"],
  }),
};
