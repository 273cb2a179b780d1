/** API keys. Every endpoint here needs scope admin, reading included. */
import * as z from "zod";
import { ApiKey, CreatedApiKey, NewApiKey } from "../library.ts";
import { done, json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post, remove } from "./endpoint.ts";

const tag = "Keys";

export const keys = {
  list: endpoint({
    ...get("/api/keys"),
    tag,
    summary: "Keys by label; the keys themselves are not stored",
    scope: "admin",
    answer: json(z.array(ApiKey), "Keys"),
    errors: [],
  }),
  create: endpoint({
    ...post("/api/keys"),
    tag,
    summary: "Makes a key; this answer is the only place that shows it",
    scope: "admin",
    body: jsonBody(NewApiKey),
    answer: json(CreatedApiKey, "The key", 201),
    errors: [],
  }),
  remove: endpoint({
    ...remove("/api/keys/:id"),
    tag,
    summary: "Removes a key; it stops working at once",
    scope: "admin",
    params: z.object({ id: z.string() }),
    answer: done("Removed"),
    errors: ["key-not-found"],
  }),
};
