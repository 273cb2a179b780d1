/** Parts of pictures: detectors and their switches, regions of an image, drawing and erasing. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  DetectorSwitch,
  DrawRequest,
  ImageId,
  Job,
  PartRequest,
  Parts,
  Region,
  RegionId,
  routes,
  SearchVocabulary,
  ThumbnailSize,
} from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { cachedByContent, matchesTag } from "../image-files.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import * as wire from "../wire.ts";

const tags = ["Parts"];
const image = z.object({ id: ImageId });

const list = createRoute({
  method: "get",
  path: openApiPath(routes.parts),
  tags,
  summary: "What looks for parts, and what was found",
  responses: { 200: jsonAnswer(Parts, "Detectors and counts"), ...failure },
});

const turn = createRoute({
  method: "put",
  path: openApiPath(routes.detector),
  tags,
  summary: "Switches a detector on or off, from the next search for parts on",
  request: { params: z.object({ detector: z.string() }), body: jsonBody(DetectorSwitch) },
  responses: { 204: { description: "It is so now" }, ...failure },
});

const forget = createRoute({
  method: "delete",
  path: openApiPath(routes.detector),
  tags,
  summary: "Removes everything that a detector found, and switches it off",
  request: { params: z.object({ detector: z.string() }) },
  responses: { 204: { description: "Nothing of it is left but the names that people gave" }, ...failure },
});

const find = createRoute({
  method: "post",
  path: openApiPath(routes.partJobs),
  tags,
  summary: "Looks for parts in every picture that was not looked at yet",
  request: { body: jsonBody(PartRequest) },
  responses: { 202: jsonAnswer(Job, "The job"), ...failure },
});

const ofImage = createRoute({
  method: "get",
  path: openApiPath(routes.imageRegions),
  tags,
  summary: "The regions of an image",
  request: { params: image },
  responses: { 200: jsonAnswer(z.array(Region), "Regions but the whole"), ...failure },
});

const draw = createRoute({
  method: "post",
  path: openApiPath(routes.imageRegions),
  tags,
  summary: "Draws a region, which can be searched with at once",
  request: { params: image, body: jsonBody(DrawRequest) },
  responses: { 201: jsonAnswer(Region, "The region"), ...failure },
});

const erase = createRoute({
  method: "delete",
  path: openApiPath(routes.region),
  tags,
  summary: "Erases a drawn region",
  request: { params: z.object({ region: RegionId }) },
  responses: { 204: { description: "It is gone; undo brings it back" }, ...failure },
});

const crop = createRoute({
  method: "get",
  path: openApiPath(routes.regionCrop),
  tags,
  summary: "A region with a little around it: small is 256 px at most, large as it is in the large thumbnail",
  request: {
    params: z.object({ region: RegionId }),
    query: z.object({ size: ThumbnailSize.default("small") }),
  },
  responses: {
    200: {
      description: "WebP",
      content: { "image/webp": { schema: z.string().meta({ format: "binary" }) } },
    },
    304: { description: "The copy at hand is current" },
    ...failure,
  },
});

const vocabulary = createRoute({
  method: "get",
  path: openApiPath(routes.vocabulary),
  tags: ["Search"],
  summary: "Values that this library has for the fields of the query language",
  responses: { 200: jsonAnswer(SearchVocabulary, "Values by field"), ...failure },
});

export function partRoutes(app: App, library: Library): void {
  app.openapi(list, async (c) => {
    const [detectors, counts] = await Promise.all([library.parts.detectors(), library.parts.counts()]);
    return c.json(
      { detectors: detectors.map((it) => ({ ...it })), counts: counts.map((it) => ({ ...it })) },
      200,
    );
  });

  app.openapi(turn, async (c) => {
    await library.parts.switch(c.req.valid("param").detector, c.req.valid("json").isOn);
    return c.body(null, 204);
  });

  app.openapi(forget, async (c) => {
    const { detector: id } = c.req.valid("param");
    const known = (await library.parts.detectors()).find((detector) => detector.id === id);
    if (known && !known.isOn && known.seen === 0) {
      throw new ImanticsError("already-so", `${known.title} are off, and nothing of them is kept.`);
    }
    await library.parts.forget(id);
    return c.body(null, 204);
  });

  app.openapi(find, async (c) => {
    const { detectors } = c.req.valid("json");
    const job = await library.jobs.start({ kind: "parts", ...(detectors && { detectors }) });
    return c.json(wire.job(job), 202);
  });

  app.openapi(ofImage, async (c) => {
    const { id } = await library.images.get(c.req.valid("param").id);
    return c.json((await library.parts.ofImage(id)).map(wire.region), 200);
  });

  app.openapi(draw, async (c) => {
    const { region } = await library.parts.draw(c.req.valid("param").id, c.req.valid("json").box);
    return c.json(wire.region(region), 201);
  });

  app.openapi(erase, async (c) => {
    await library.parts.erase(c.req.valid("param").region);
    return c.body(null, 204);
  });

  app.openapi(crop, async (c) => {
    const { region } = c.req.valid("param");
    const { size } = c.req.valid("query");
    // Image, kind and place are in the id, so what was cut once stays right.
    const headers = cachedByContent(`${region}-${size}`);
    const bytes = await library.parts.picture(region, size);
    if (matchesTag(c.req.header("If-None-Match"), headers.ETag)) return c.body(null, 304, headers);
    return c.body(new Uint8Array(bytes), 200, { ...headers, "Content-Type": "image/webp" });
  });

  app.openapi(vocabulary, async (c) => {
    const values = Object.entries(await library.vocabulary());
    return c.json(Object.fromEntries(values.map(([field, known]) => [field, [...known]])), 200);
  });
}
