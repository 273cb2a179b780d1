/** Searching: a query is a list of weighted parts, so that it fits a URL, a form and a script. */
import { z } from "zod";
import { Box, ImageId, ImageTile } from "./images.ts";

const weight = z.number().min(-10).max(10).default(1).meta({ description: "Negative pushes away." });

export const QueryPart = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("text"), text: z.string().trim().min(1).max(1000), weight }),
    z.object({ kind: z.literal("image"), id: ImageId, weight }),
    z.object({
      kind: z.literal("picture"),
      picture: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({ description: "Id given by POST /api/search/pictures." }),
      weight,
    }),
  ])
  .meta({ id: "QueryPart" });
export type QueryPart = z.infer<typeof QueryPart>;

export const SearchRequest = z
  .object({
    parts: z.array(QueryPart).min(1).max(32),
    limit: z.number().int().min(1).max(1000).default(50),
    offset: z.number().int().min(0).default(0),
  })
  .meta({ id: "SearchRequest" });
export type SearchRequest = z.input<typeof SearchRequest>;

export const Hit = z
  .object({
    image: ImageTile,
    path: z.string(),
    region: z.object({ id: z.string(), type: z.string(), box: Box, label: z.string().nullable() }),
    score: z.number(),
    percentile: z.number().meta({ description: "0..100: share of unrelated pairs that score lower." }),
    parts: z.array(z.number()).meta({ description: "Percentile of each query part." }),
  })
  .meta({ id: "Hit" });
export type Hit = z.infer<typeof Hit>;

export const SearchResponse = z
  .object({
    hits: z.array(Hit),
    hasGoodMatch: z.boolean(),
    searched: z.number().int(),
    milliseconds: z.object({ encode: z.number(), rank: z.number() }),
  })
  .meta({ id: "SearchResponse" });
export type SearchResponse = z.infer<typeof SearchResponse>;

/** Answer to an uploaded query picture: its id goes into `QueryPart.picture`. */
export const UploadedPicture = z.object({ picture: z.string() }).meta({ id: "UploadedPicture" });
export type UploadedPicture = z.infer<typeof UploadedPicture>;
