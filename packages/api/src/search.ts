/** Searching: a query is a list of weighted parts, so that it fits a URL, a form and a script. */
import * as z from "zod";
import { Box, ImageId, ImageTile } from "./images.ts";
import { imageIdPattern, regionIdPattern, regionTypes } from "./patterns.ts";

const weight = z.number().min(-10).max(10).default(1).meta({ description: "Negative pushes away." });
const box = Box.optional().meta({ description: "Only this part of the picture." });

export const RegionType = z.enum(regionTypes);
export type RegionType = z.infer<typeof RegionType>;

export const RegionId = z.string().regex(regionIdPattern, "a region id names image, type and place");

export const QueryPart = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("text"), text: z.string().trim().min(1).max(1000), weight }),
    z.object({ kind: z.literal("image"), id: ImageId, box, weight }),
    z.object({ kind: z.literal("region"), id: RegionId, weight }),
    z.object({
      kind: z.literal("picture"),
      picture: z
        .string()
        .regex(imageIdPattern)
        .meta({ description: "Id given by POST /api/search/pictures." }),
      box,
      weight,
    }),
  ])
  .meta({ id: "QueryPart" });
export type QueryPart = z.infer<typeof QueryPart>;

const isNot = z.boolean().default(false).meta({ description: "Hits must not meet it." });
const named = z.string().trim().min(1).max(200);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .nullable();

export const Condition = z
  .discriminatedUnion("field", [
    z.object({ field: z.literal("written"), text: z.string().trim().min(1).max(1000), isNot }),
    z.object({ field: z.literal("person"), name: named, isNot }),
    z.object({ field: z.literal("type"), type: RegionType, isNot }),
    z.object({ field: z.literal("label"), label: named, isNot }),
    z.object({ field: z.literal("date"), from: day, to: day, isNot }),
    z.object({ field: z.literal("place"), name: named, isNot }),
    z.object({ field: z.literal("camera"), name: named, isNot }),
    z.object({ field: z.literal("folder"), name: named, isNot }),
    z.object({ field: z.literal("cluster"), name: named, isNot }),
    z.object({ field: z.literal("is"), what: z.enum(["duplicate", "screenshot", "unnamed"]), isNot }),
  ])
  .meta({ id: "Condition", description: "What every hit must be, or must not be." });
export type Condition = z.infer<typeof Condition>;

export const Fusion = z
  .object({
    weights: z.partialRecord(RegionType, z.number().min(0).max(10)).optional(),
    aggregate: z.enum(["max", "average"]).optional(),
    usesConfidence: z.boolean().optional(),
  })
  .meta({ id: "Fusion", description: "How the evidence of a picture's parts becomes one score." });
export type Fusion = z.infer<typeof Fusion>;

export const SearchRequest = z
  .object({
    query: z.string().max(4000).optional().meta({
      description: "One line in the query language (docs/search.md); its parts and conditions are added.",
    }),
    parts: z.array(QueryPart).max(32).default([]),
    conditions: z.array(Condition).max(32).default([]),
    fusion: Fusion.default({}),
    limit: z.number().int().min(1).max(1000).default(50),
    offset: z.number().int().min(0).default(0),
  })
  .meta({ id: "SearchRequest" });
export type SearchRequest = z.input<typeof SearchRequest>;

export const HitRegion = z
  .object({
    id: z.string(),
    type: RegionType,
    box: Box,
    label: z.string().nullable(),
    text: z.string().nullable(),
  })
  .meta({ id: "HitRegion" });
export type HitRegion = z.infer<typeof HitRegion>;

export const Reason = z
  .object({
    region: HitRegion,
    percentile: z.number(),
    words: z.array(z.string()).meta({ description: "Words of the query that stand in it." }),
  })
  .meta({ id: "Reason" });
export type Reason = z.infer<typeof Reason>;

export const Hit = z
  .object({
    image: ImageTile,
    path: z.string(),
    region: HitRegion,
    score: z.number(),
    percentile: z.number().meta({ description: "0..100: share of unrelated pairs that score lower." }),
    parts: z
      .array(z.number())
      .meta({ description: "Percentile of each query part against the whole picture." }),
    reasons: z.array(Reason).meta({ description: "Why it is here, strongest first." }),
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
