/** Clusterings, clusters and the methods that make them. */
import * as z from "zod";

export const MethodOption = z
  .object({
    name: z.string(),
    type: z.enum(["integer", "number", "choice", "boolean"]),
    default: z.union([z.number(), z.string(), z.boolean(), z.null()]),
    min: z.number().nullable(),
    max: z.number().nullable(),
    choices: z.array(z.string()).nullable(),
    meaning: z.string(),
  })
  .meta({ id: "MethodOption" });

export const Method = z
  .object({
    id: z.string(),
    title: z.string(),
    summary: z.string(),
    options: z.array(MethodOption),
    complexity: z.string(),
    findsCount: z.boolean(),
    marksNoise: z.boolean(),
    source: z.string(),
  })
  .meta({ id: "Method" });
export type Method = z.infer<typeof Method>;

export const Projection = Method.omit({ findsCount: true, marksNoise: true })
  .extend({ placesNewPoints: z.boolean() })
  .meta({ id: "Projection", description: "A way to draw a map of vectors." });
export type Projection = z.infer<typeof Projection>;

export const Metric = z
  .object({
    id: z.string(),
    title: z.string(),
    meaning: z.string(),
    judges: z.string(),
    needs: z.string(),
    range: z
      .tuple([z.number().nullable(), z.number().nullable()])
      .meta({ description: "null: without an end." }),
    better: z.string(),
    isChanceCorrected: z.boolean(),
    source: z.string(),
  })
  .meta({ id: "Metric", description: "A figure of merit." });
export type Metric = z.infer<typeof Metric>;

export const Cluster = z
  .object({
    id: z.string(),
    clustering: z.string(),
    name: z.string().meta({ description: "The given name, else the suggested one." }),
    suggestedName: z.string(),
    alternatives: z.array(z.string()),
    givenName: z.string().nullable(),
    size: z.number().int(),
    covers: z.array(z.string()).meta({ description: "Image ids, most typical first, at most 7." }),
  })
  .meta({ id: "Cluster" });
export type Cluster = z.infer<typeof Cluster>;

export const Clustering = z
  .object({
    id: z.string(),
    method: z.string(),
    methodTitle: z.string(),
    options: z.record(z.string(), z.unknown()),
    space: z.string(),
    seed: z.number(),
    images: z.number().int(),
    clusters: z.number().int(),
    noise: z.number().int(),
    reasons: z.array(z.string()),
    quality: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
    createdAt: z.string(),
    isPromoted: z.boolean(),
    covers: z.array(z.string()).meta({ description: "Covers of the four largest clusters." }),
  })
  .meta({ id: "Clustering" });
export type Clustering = z.infer<typeof Clustering>;

export const ClusteringDetail = z
  .object({ clustering: Clustering, clusters: z.array(Cluster) })
  .meta({ id: "ClusteringDetail" });
export type ClusteringDetail = z.infer<typeof ClusteringDetail>;

export const ClusterDetail = z
  .object({
    clustering: Clustering,
    cluster: Cluster,
    near: z.array(z.object({ cluster: Cluster, similarity: z.number() })),
    doubtFrom: z
      .number()
      .int()
      .meta({ description: "Index of the first doubtful member, in order of typicality." }),
  })
  .meta({ id: "ClusterDetail" });
export type ClusterDetail = z.infer<typeof ClusterDetail>;

export const ClusterRequest = z
  .object({
    method: z.string().default("auto"),
    options: z.record(z.string(), z.unknown()).default({}),
    seed: z.number().int().default(1),
  })
  .meta({ id: "ClusterRequest" });
export type ClusterRequest = z.input<typeof ClusterRequest>;

export const RenameRequest = z
  .object({ name: z.string().trim().min(1).max(200).nullable() })
  .meta({ id: "RenameRequest", description: "null gives the suggested name back." });
