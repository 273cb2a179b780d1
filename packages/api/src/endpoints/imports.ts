/** Uploads: one file a request, as the raw body, so that curl, scripts and browsers do the same. */
import * as z from "zod";
import { Imported } from "../library.ts";
import { json } from "./answer.ts";
import { file } from "./body.ts";
import { endpoint, put } from "./endpoint.ts";

export const imports = {
  upload: endpoint({
    ...put("/api/imports/:name"),
    tag: "Import",
    summary: "Uploads a picture or a zip archive and indexes it",
    scope: "write",
    params: z.object({ name: z.string().min(1).meta({ description: "File name with its ending." }) }),
    body: file("image/*", "application/zip"),
    answer: json(Imported, "Where it lies, and the job that indexes it", 201),
    errors: [
      "archive-bomb",
      "archive-broken",
      "disk-full",
      "empty-file",
      "name-not-allowed",
      "unsupported-format",
      "upload-incomplete",
    ],
  }),
};
