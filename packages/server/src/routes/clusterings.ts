/** Clusterings, the clusters in them, and the methods that make them. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  ClusterDetail,
  type Clustering,
  ClusteringDetail,
  Clustering as ClusteringSchema,
  ClusterRequest,
  Job,
  Method,
  Metric,
  Projection,
  RenameRequest,
  routes,
} from "@imantics/api";
import {
  type ClusteringRecord,
  type ClusterRecord,
  ImanticsError,
  type Library,
  metricDescriptions,
  projectionMethods,
} from "@imantics/engine";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import * as wire from "../wire.ts";

const tags = ["Clusters"];
const params = z.object({ id: z.string() });
const nearCount = 6;

const methods = createRoute({
  method: "get",
  path: openApiPath(routes.methods),
  tags,
  summary: "Clustering methods with their options",
  responses: { 200: jsonAnswer(z.array(Method), "Methods"), ...failure },
});

const list = createRoute({
  method: "get",
  path: openApiPath(routes.clusterings),
  tags,
  summary: "All clusterings, newest first",
  responses: { 200: jsonAnswer(z.array(ClusteringSchema), "Clusterings"), ...failure },
});

const create = createRoute({
  method: "post",
  path: openApiPath(routes.clusterings),
  tags,
  summary: "Starts a job that clusters the library",
  request: { body: jsonBody(ClusterRequest) },
  responses: { 202: jsonAnswer(Job, "The job"), ...failure },
});

const detail = createRoute({
  method: "get",
  path: openApiPath(routes.clustering),
  tags,
  summary: "A clustering with its clusters, largest first",
  request: { params },
  responses: { 200: jsonAnswer(ClusteringDetail, "The clustering"), ...failure },
});

const remove = createRoute({
  method: "delete",
  path: openApiPath(routes.clustering),
  tags,
  summary: "Removes a clustering; images and given names stay",
  request: { params },
  responses: { 204: { description: "Removed" }, ...failure },
});

const promote = createRoute({
  method: "post",
  path: openApiPath(routes.promote),
  tags,
  summary: "Makes a clustering the one that opens by default",
  request: { params },
  responses: { 200: jsonAnswer(ClusteringSchema, "The promoted clustering"), ...failure },
});

const clusterDetail = createRoute({
  method: "get",
  path: openApiPath(routes.cluster),
  tags,
  summary: "A cluster, its neighbours, and where doubt begins among its members",
  request: { params: z.object({ id: z.string(), cluster: z.string() }) },
  responses: { 200: jsonAnswer(ClusterDetail, "The cluster"), ...failure },
});

const rename = createRoute({
  method: "put",
  path: openApiPath(routes.clusterName),
  tags,
  summary: "Names a cluster; null gives the suggested name back",
  request: { params: z.object({ cluster: z.string() }), body: jsonBody(RenameRequest) },
  responses: { 204: { description: "Renamed" }, ...failure },
});

const projections = createRoute({
  method: "get",
  path: openApiPath(routes.projections),
  tags,
  summary: "Ways to draw a map of vectors, with their options",
  responses: { 200: jsonAnswer(z.array(Projection), "Projections"), ...failure },
});

const metrics = createRoute({
  method: "get",
  path: openApiPath(routes.metrics),
  tags,
  summary: "Figures of merit: what each means and what it hides",
  responses: { 200: jsonAnswer(z.array(Metric), "Metrics"), ...failure },
});

export function clusteringRoutes(app: App, library: Library): void {
  const { clusterings } = library;
  const toWire = (record: ClusteringRecord, clusters: readonly ClusterRecord[]): Clustering => {
    const method = clusterings.methods().find(({ id }) => id === record.method);
    return wire.clustering(record, clusters, method?.title ?? record.method);
  };

  app.openapi(methods, (c) => c.json(clusterings.methods().map(wire.method), 200));
  app.openapi(projections, (c) => c.json(projectionMethods.map(wire.projection), 200));
  app.openapi(metrics, (c) => c.json(metricDescriptions.map(wire.metric), 200));

  app.openapi(list, async (c) => {
    const records = await clusterings.list();
    const details = await Promise.all(records.map(({ id }) => clusterings.get(id)));
    return c.json(
      details.map(({ clustering, clusters }) => toWire(clustering, clusters)),
      200,
    );
  });

  app.openapi(create, async (c) => {
    const { method, options, seed } = c.req.valid("json");
    return c.json(wire.job(await library.jobs.start({ kind: "cluster", method, options, seed })), 202);
  });

  app.openapi(detail, async (c) => {
    const { clustering, clusters } = await clusterings.get(c.req.valid("param").id);
    return c.json({ clustering: toWire(clustering, clusters), clusters: clusters.map(wire.cluster) }, 200);
  });

  app.openapi(remove, async (c) => {
    const { id } = c.req.valid("param");
    await clusterings.get(id);
    await clusterings.remove(id);
    return c.body(null, 204);
  });

  app.openapi(promote, async (c) => {
    const { id } = c.req.valid("param");
    const { clustering } = await clusterings.get(id);
    if (clustering.isPromoted) {
      throw new ImanticsError("already-promoted", `Clustering "${id}" already opens by default.`);
    }
    await clusterings.promote(id);
    const promoted = await clusterings.get(id);
    return c.json(toWire(promoted.clustering, promoted.clusters), 200);
  });

  app.openapi(clusterDetail, async (c) => {
    const { id, cluster: clusterId } = c.req.valid("param");
    const { clustering, clusters } = await clusterings.get(id);
    const cluster = clusters.find((candidate) => candidate.id === clusterId);
    if (!cluster)
      throw new ImanticsError("cluster-not-found", `Clustering "${id}" has no cluster "${clusterId}".`);
    const [near, doubtFrom] = await Promise.all([
      clusterings.near(id, clusterId, nearCount),
      clusterings.doubtFrom(id, clusterId),
    ]);
    return c.json(
      {
        clustering: toWire(clustering, clusters),
        cluster: wire.cluster(cluster),
        near: near.map(({ cluster, similarity }) => ({ cluster: wire.cluster(cluster), similarity })),
        doubtFrom,
      },
      200,
    );
  });

  app.openapi(rename, async (c) => {
    await clusterings.rename(c.req.valid("param").cluster, c.req.valid("json").name);
    return c.body(null, 204);
  });
}
