/** Images: listing, layout of a whole grid, details, thumbnails and originals. */
import { readFile } from "node:fs/promises";
import { address, endpoints, type ImageScope } from "@imantics/api";
import { type ImageFilter, ImanticsError, type Library } from "@imantics/engine";
import type { z } from "zod";
import type { App } from "../environment.ts";
import { cachedByContent, matchesTag, originalHeaders } from "../image-files.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import { imageDetail, imageTile } from "../wire.ts";

export function imageRoutes(app: App, library: Library): void {
  const { images } = endpoints;
  serveEndpoint(app, images.page, async ({ query: { offset, limit, ...scope } }) => {
    const { total, tiles } = await library.images.page({ ...filterOf(scope), offset, limit });
    return { total, images: tiles.map(imageTile) };
  });

  // Before `detail`, whose pattern would take "layout" for an id.
  serveEndpoint(app, images.layout, async ({ query }) => {
    const { ratios, days } = await library.images.layout(filterOf(query));
    return { ratios: [...ratios], days: days.map((run) => ({ ...run })) };
  });

  serveEndpoint(app, images.detail, async ({ params: { id } }) => {
    const [image, clusters] = await Promise.all([library.images.get(id), library.images.clustersOf(id)]);
    return imageDetail(image, clusters);
  });

  serveEndpoint(app, images.thumbnail, async ({ params: { id }, query: { size }, context: c }) => {
    const path = await library.images.thumbnail(id, size);
    if (!path) throw thumbnailMissing(id, size);
    const headers = cachedByContent(`${id}-${size}`);
    if (matchesTag(c.req.header("If-None-Match"), headers.ETag)) return c.body(null, 304, headers);
    // Tens of kilobytes: one read is cheaper than a stream.
    const bytes = await readFile(path).catch(() => {
      throw thumbnailMissing(id, size);
    });
    return c.body(new Uint8Array(bytes), 200, { ...headers, "Content-Type": "image/webp" });
  });

  serveEndpoint(app, images.original, async ({ params: { id }, context: c }) => {
    const tag = cachedByContent(id);
    if (matchesTag(c.req.header("If-None-Match"), tag.ETag)) {
      // Only for an image that is known: a made-up id is 404, whatever its tag.
      await library.images.get(id);
      return c.body(null, 304, tag);
    }
    const { bytes, format, name } = await library.images.original(id);
    return c.body(new Uint8Array(bytes), 200, { ...tag, ...originalHeaders(format, name) });
  });
}

function filterOf(scope: z.output<typeof ImageScope>): Omit<ImageFilter, "offset" | "limit"> {
  const { order, folder, clustering, cluster } = scope;
  if ((clustering === undefined) !== (cluster === undefined)) {
    throw new ImanticsError(
      "bad-request",
      "`clustering` and `cluster` come together: a cluster is part of a clustering.",
    );
  }
  return {
    order,
    ...(folder !== undefined && { folder }),
    ...(clustering !== undefined &&
      cluster !== undefined && { cluster: { clustering, cluster: cluster === "noise" ? null : cluster } }),
  };
}

function thumbnailMissing(id: string, size: string): ImanticsError {
  return new ImanticsError(
    "thumbnail-missing",
    `There is no ${size} thumbnail of image "${id}". ${address(endpoints.images.detail, { id })} says whether the image is known; ` +
      '"imantics doctor" makes missing thumbnails.',
  );
}
