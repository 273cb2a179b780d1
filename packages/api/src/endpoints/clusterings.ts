/** Clusterings, the clusters in them, and the methods that make them. */
import * as z from "zod";
import {
  ClusterDetail,
  Clustering,
  ClusteringDetail,
  ClusterRequest,
  Method,
  Metric,
  Projection,
  RenameRequest,
} from "../clusterings.ts";
import { Job } from "../jobs.ts";
import { Acted } from "../library.ts";
import { json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post, put, remove } from "./endpoint.ts";

const tag = "Clusters";
const params = z.object({ id: z.string() });
const errors = ["clustering-not-found"] as const;

export const clusterings = {
  methods: endpoint({
    ...get("/api/methods"),
    tag,
    summary: "Clustering methods with their options",
    scope: "read",
    answer: json(z.array(Method), "Methods"),
    errors: [],
  }),
  projections: endpoint({
    ...get("/api/projections"),
    tag,
    summary: "Ways to draw a map of vectors, with their options",
    scope: "read",
    answer: json(z.array(Projection), "Projections"),
    errors: [],
  }),
  metrics: endpoint({
    ...get("/api/metrics"),
    tag,
    summary: "Figures of merit: what each means and what it hides",
    scope: "read",
    answer: json(z.array(Metric), "Metrics"),
    errors: [],
  }),
  list: endpoint({
    ...get("/api/clusterings"),
    tag,
    summary: "All clusterings, newest first",
    scope: "read",
    answer: json(z.array(Clustering), "Clusterings"),
    errors: [],
  }),
  create: endpoint({
    ...post("/api/clusterings"),
    tag,
    summary: "Starts a job that clusters the library",
    scope: "write",
    body: jsonBody(ClusterRequest),
    answer: json(Job, "The job", 202),
    errors: ["bad-cluster-options", "method-not-found", "nothing-to-cluster"],
  }),
  detail: endpoint({
    ...get("/api/clusterings/:id"),
    tag,
    summary: "A clustering with its clusters, largest first",
    scope: "read",
    params,
    answer: json(ClusteringDetail, "The clustering"),
    errors,
  }),
  remove: endpoint({
    ...remove("/api/clusterings/:id"),
    tag,
    summary: "Removes a clustering; images and given names stay",
    scope: "write",
    params,
    answer: json(Acted, "Removed"),
    errors,
  }),
  promote: endpoint({
    ...post("/api/clusterings/:id/promote"),
    tag,
    summary: "Makes a clustering the one that opens by default",
    scope: "write",
    params,
    answer: json(Clustering, "The promoted clustering"),
    errors: [...errors, "already-promoted"],
  }),
  cluster: endpoint({
    ...get("/api/clusterings/:id/clusters/:cluster"),
    tag,
    summary: "A cluster, its neighbours, and where doubt begins among its members",
    scope: "read",
    params: z.object({ id: z.string(), cluster: z.string() }),
    answer: json(ClusterDetail, "The cluster"),
    errors: [...errors, "cluster-not-found"],
  }),
  renameCluster: endpoint({
    ...put("/api/clusters/:cluster/name"),
    tag,
    summary: "Names a cluster; null gives the suggested name back",
    scope: "write",
    params: z.object({ cluster: z.string() }),
    body: jsonBody(RenameRequest),
    answer: json(Acted, "Renamed"),
    errors: ["already-so", "cluster-not-found"],
  }),
};
