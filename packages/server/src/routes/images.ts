/** Images: listing, layout of a whole grid, details, thumbnails and originals. */
import { readFile } from "node:fs/promises";
import { createRoute, z } from "@hono/zod-openapi";
import {
  address,
  ImageDetail,
  ImageId,
  ImageLayout,
  ImagePage,
  ImagePageQuery,
  ImageScope,
  routes,
  ThumbnailSize,
} from "@imantics/api";
import { type ImageFilter, ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { cachedByContent, matchesTag, originalHeaders } from "../image-files.ts";
import { failure, jsonAnswer, openApiPath } from "../route-path.ts";
import { imageDetail, imageTile } from "../wire.ts";

const params = z.object({ id: ImageId });
const tags = ["Images"];
const picture = { schema: z.string().meta({ format: "binary" }) };
const unchanged = { 304: { description: "The copy at hand is current" } };

const page = createRoute({
  method: "get",
  path: openApiPath(routes.images),
  tags,
  summary: "One page of a listing",
  request: { query: ImagePageQuery },
  responses: { 200: jsonAnswer(ImagePage, "Tiles, and how many there are in all"), ...failure },
});

const layout = createRoute({
  method: "get",
  path: openApiPath(routes.imageLayout),
  tags,
  summary: "Aspect ratios and days of a whole listing, to lay out a grid at once",
  request: { query: ImageScope },
  responses: { 200: jsonAnswer(ImageLayout, "One number an image"), ...failure },
});

const detail = createRoute({
  method: "get",
  path: openApiPath(routes.image),
  tags,
  summary: "Everything known about an image",
  request: { params },
  responses: { 200: jsonAnswer(ImageDetail, "The image"), ...failure },
});

const thumbnail = createRoute({
  method: "get",
  path: openApiPath(routes.thumbnail),
  tags,
  summary: "Thumbnail: small is 256 px, large is 1024 px on the longest side",
  request: { params, query: z.object({ size: ThumbnailSize.default("small") }) },
  responses: { 200: { description: "WebP", content: { "image/webp": picture } }, ...unchanged, ...failure },
});

const original = createRoute({
  method: "get",
  path: openApiPath(routes.original),
  tags,
  summary: "The file itself, unchanged; browsers cannot show every format",
  request: { params },
  responses: { 200: { description: "The bytes", content: { "image/*": picture } }, ...unchanged, ...failure },
});

export function imageRoutes(app: App, library: Library): void {
  app.openapi(page, async (c) => {
    const { offset, limit, ...scope } = c.req.valid("query");
    const { total, tiles } = await library.images.page({ ...filterOf(scope), offset, limit });
    return c.json({ total, images: tiles.map(imageTile) }, 200);
  });

  // Before `detail`, whose pattern would take "layout" for an id.
  app.openapi(layout, async (c) => {
    const { ratios, days } = await library.images.layout(filterOf(c.req.valid("query")));
    return c.json({ ratios: [...ratios], days: days.map((run) => ({ ...run })) }, 200);
  });

  app.openapi(detail, async (c) => {
    const { id } = c.req.valid("param");
    const [image, clusters] = await Promise.all([library.images.get(id), library.images.clustersOf(id)]);
    return c.json(imageDetail(image, clusters), 200);
  });

  app.openapi(thumbnail, async (c) => {
    const { id } = c.req.valid("param");
    const { size } = c.req.valid("query");
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

  app.openapi(original, async (c) => {
    const { id } = c.req.valid("param");
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
    `There is no ${size} thumbnail of image "${id}". ${address(routes.image, { id })} says whether the image is known; ` +
      '"imantics doctor" makes missing thumbnails.',
  );
}
