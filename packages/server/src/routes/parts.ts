/** Parts of pictures: detectors and their switches, regions of an image, drawing and erasing. */
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { cachedByContent, matchesTag } from "../image-files.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import * as wire from "../wire.ts";

export function partRoutes(app: App, library: Library): void {
  const { parts } = endpoints;
  serveEndpoint(app, parts.list, async () => {
    const [detectors, counts] = await Promise.all([library.parts.detectors(), library.parts.counts()]);
    return { detectors: detectors.map((it) => ({ ...it })), counts: counts.map((it) => ({ ...it })) };
  });

  serveEndpoint(app, parts.turn, async ({ params, body }) => {
    await library.parts.switch(params.detector, body.isOn);
  });

  serveEndpoint(app, parts.forget, async ({ params: { detector: id } }) => {
    const known = (await library.parts.detectors()).find((detector) => detector.id === id);
    if (known && !known.isOn && known.seen === 0) {
      throw new ImanticsError("already-so", `${known.title} are off, and nothing of them is kept.`);
    }
    return wire.acted(await library.parts.forget(id));
  });

  serveEndpoint(app, parts.find, async ({ body: { detectors } }) =>
    wire.job(await library.jobs.start({ kind: "parts", ...(detectors && { detectors }) })),
  );

  serveEndpoint(app, parts.ofImage, async ({ params }) => {
    const { id } = await library.images.get(params.id);
    return (await library.parts.ofImage(id)).map(wire.region);
  });

  serveEndpoint(app, parts.draw, async ({ params, body }) => {
    const { region, sequence } = await library.parts.draw(params.id, body.box);
    return { ...wire.region(region), sequence };
  });

  serveEndpoint(app, parts.erase, async ({ params }) => wire.acted(await library.parts.erase(params.region)));

  serveEndpoint(app, parts.crop, async ({ params: { region }, query: { size }, context }) => {
    // Image, kind and place are in the id, so what was cut once stays right.
    const headers = cachedByContent(`${region}-${size}`);
    const bytes = await library.parts.picture(region, size);
    if (matchesTag(context.req.header("If-None-Match"), headers.ETag))
      return context.body(null, 304, headers);
    return context.body(new Uint8Array(bytes), 200, { ...headers, "Content-Type": "image/webp" });
  });

  serveEndpoint(app, endpoints.search.vocabulary, async () => {
    const values = Object.entries(await library.vocabulary());
    return Object.fromEntries(values.map(([field, known]) => [field, [...known]]));
  });
}
