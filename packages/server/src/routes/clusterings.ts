/** Clusterings, the clusters in them, and the methods that make them. */
import { type Clustering, endpoints } from "@imantics/api";
import {
  type ClusteringRecord,
  type ClusterRecord,
  ImanticsError,
  type Library,
  metricDescriptions,
  projectionMethods,
} from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import * as wire from "../wire.ts";

const nearCount = 6;

export function clusteringRoutes(app: App, library: Library): void {
  const { clusterings } = library;
  const to = endpoints.clusterings;
  const toWire = (record: ClusteringRecord, clusters: readonly ClusterRecord[]): Clustering => {
    const method = clusterings.methods().find(({ id }) => id === record.method);
    return wire.clustering(record, clusters, method?.title ?? record.method);
  };

  serveEndpoint(app, to.methods, () => clusterings.methods().map(wire.method));
  serveEndpoint(app, to.projections, () => projectionMethods.map(wire.projection));
  serveEndpoint(app, to.metrics, () => metricDescriptions.map(wire.metric));

  serveEndpoint(app, to.list, async () => {
    const records = await clusterings.list();
    const details = await Promise.all(records.map(({ id }) => clusterings.get(id)));
    return details.map(({ clustering, clusters }) => toWire(clustering, clusters));
  });

  serveEndpoint(app, to.create, async ({ body: { method, options, seed } }) =>
    wire.job(await library.jobs.start({ kind: "cluster", method, options, seed })),
  );

  serveEndpoint(app, to.detail, async ({ params }) => {
    const { clustering, clusters } = await clusterings.get(params.id);
    return { clustering: toWire(clustering, clusters), clusters: clusters.map(wire.cluster) };
  });

  serveEndpoint(app, to.remove, async ({ params: { id } }) => {
    await clusterings.get(id);
    return wire.acted(await clusterings.remove(id));
  });

  serveEndpoint(app, to.promote, async ({ params: { id } }) => {
    const { clustering } = await clusterings.get(id);
    if (clustering.isPromoted) {
      throw new ImanticsError("already-promoted", `Clustering "${id}" already opens by default.`);
    }
    await clusterings.promote(id);
    const promoted = await clusterings.get(id);
    return toWire(promoted.clustering, promoted.clusters);
  });

  serveEndpoint(app, to.cluster, async ({ params }) => {
    const { clustering, clusters } = await clusterings.get(params.id);
    const cluster = clusters.find((candidate) => candidate.id === params.cluster);
    if (!cluster) {
      throw new ImanticsError(
        "cluster-not-found",
        `Clustering "${params.id}" has no cluster "${params.cluster}".`,
      );
    }
    const [near, doubtFrom] = await Promise.all([
      clusterings.near(params.id, cluster.id, nearCount),
      clusterings.doubtFrom(params.id, cluster.id),
    ]);
    return {
      clustering: toWire(clustering, clusters),
      cluster: wire.cluster(cluster),
      near: near.map(({ cluster, similarity }) => ({ cluster: wire.cluster(cluster), similarity })),
      doubtFrom,
    };
  });

  serveEndpoint(app, to.renameCluster, async ({ params, body }) =>
    wire.acted(await clusterings.rename(params.cluster, body.name)),
  );
}
