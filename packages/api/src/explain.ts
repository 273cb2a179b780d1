/** Why a picture matched a query, or where the encoder looks when nothing is asked. */
import * as z from "zod";
import { Box } from "./images.ts";
import { SearchRequest } from "./search.ts";

export const ExplainRequest = SearchRequest.pick({ query: true, parts: true }).meta({
  id: "ExplainRequest",
  description: "Without a query and without parts: where the encoder looks.",
});
export type ExplainRequest = z.input<typeof ExplainRequest>;

const grid = z.array(z.number());

export const Explanation = z
  .object({
    method: z.enum(["attention", "occlusion"]),
    rows: z.number().int(),
    columns: z.number().int(),
    grid: grid.meta({
      description: "Row by row over `area`, -1..1: above 0 speaks for the match, below against it.",
    }),
    heads: z.array(grid).meta({ description: "By attention: one grid a head. Else empty." }),
    area: Box,
    strongest: z.number().meta({
      description:
        "What 1 stands for: a share of the attention; for a query the standard deviations above chance that hiding the place costs; else a cosine.",
    }),
    milliseconds: z.number(),
  })
  .meta({ id: "Explanation" });
export type Explanation = z.infer<typeof Explanation>;
