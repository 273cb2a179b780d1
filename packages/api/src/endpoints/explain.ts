/** Why a picture matched, and where the encoder looks. */
import * as z from "zod";
import { ExplainRequest, Explanation } from "../explain.ts";
import { ImageId } from "../images.ts";
import { json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, post } from "./endpoint.ts";
import { queryErrors } from "./search.ts";

export const explain = {
  explain: endpoint({
    ...post("/api/images/:id/explain"),
    tag: "Search",
    summary: "Which places of a picture speak for a query, and which against",
    scope: "read",
    params: z.object({ id: ImageId }),
    body: jsonBody(ExplainRequest),
    answer: json(Explanation, "A map over the picture"),
    errors: queryErrors,
  }),
};
