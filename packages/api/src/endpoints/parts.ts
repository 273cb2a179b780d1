/** Parts of pictures: detectors and their switches, regions of an image, drawing and erasing. */
import * as z from "zod";
import { ImageId, ThumbnailSize } from "../images.ts";
import { Job } from "../jobs.ts";
import { Acted } from "../library.ts";
import { DetectorSwitch, DrawnRegion, DrawRequest, PartRequest, Parts, Region } from "../parts.ts";
import { RegionId } from "../search.ts";
import { bytes, done, json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post, put, remove } from "./endpoint.ts";

const tag = "Parts";
const detector = z.object({ detector: z.string() });
const image = z.object({ id: ImageId });
const region = z.object({ region: RegionId });

export const parts = {
  list: endpoint({
    ...get("/api/parts"),
    tag,
    summary: "What looks for parts, and what was found",
    scope: "read",
    answer: json(Parts, "Detectors and counts"),
    errors: [],
  }),
  turn: endpoint({
    ...put("/api/parts/:detector"),
    tag,
    summary: "Switches a detector on or off, from the next search for parts on",
    scope: "write",
    params: detector,
    body: jsonBody(DetectorSwitch),
    answer: done("It is so now"),
    errors: ["already-so", "detector-not-found", "model-not-downloaded"],
  }),
  forget: endpoint({
    ...remove("/api/parts/:detector"),
    tag,
    summary: "Removes everything that a detector found, and switches it off",
    scope: "write",
    params: detector,
    answer: json(Acted, "Nothing of it is left but the names that people gave"),
    errors: ["already-so", "detector-not-found"],
  }),
  find: endpoint({
    ...post("/api/jobs/parts"),
    tag,
    summary: "Looks for parts in every picture that was not looked at yet",
    scope: "write",
    body: jsonBody(PartRequest),
    answer: json(Job, "The job", 202),
    errors: ["detector-not-found", "model-not-downloaded"],
  }),
  ofImage: endpoint({
    ...get("/api/images/:id/regions"),
    tag,
    summary: "The regions of an image",
    scope: "read",
    params: image,
    answer: json(z.array(Region), "Regions but the whole"),
    errors: ["image-not-found"],
  }),
  draw: endpoint({
    ...post("/api/images/:id/regions"),
    tag,
    summary: "Draws a region, which can be searched with at once",
    scope: "write",
    params: image,
    body: jsonBody(DrawRequest),
    answer: json(DrawnRegion, "The region", 201),
    errors: ["already-so", "bad-box", "image-not-found", "image-unavailable"],
  }),
  erase: endpoint({
    ...remove("/api/regions/:region"),
    tag,
    summary: "Erases a drawn region",
    scope: "write",
    params: region,
    answer: json(Acted, "It is gone; undo brings it back"),
    errors: ["region-not-found"],
  }),
  crop: endpoint({
    ...get("/api/regions/:region/crop"),
    tag,
    summary:
      "A region with a little around it: small is 256 px at most, large as it is in the large thumbnail",
    scope: "read",
    params: region,
    query: z.object({ size: ThumbnailSize.default("small") }),
    answer: bytes("image/webp", "WebP"),
    errors: ["region-not-found", "thumbnail-missing"],
  }),
};
