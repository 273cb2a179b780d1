/** Images: listing, layout of a whole grid, details, thumbnails and originals. */
import * as z from "zod";
import {
  ImageDetail,
  ImageId,
  ImageLayout,
  ImagePage,
  ImagePageQuery,
  ImageScope,
  ThumbnailSize,
} from "../images.ts";
import { bytes, json } from "./answer.ts";
import { endpoint, get } from "./endpoint.ts";

const tag = "Images";
const params = z.object({ id: ImageId });

export const images = {
  page: endpoint({
    ...get("/api/images"),
    tag,
    summary: "One page of a listing",
    scope: "read",
    query: ImagePageQuery,
    answer: json(ImagePage, "Tiles, and how many there are in all"),
    errors: ["cluster-not-found", "clustering-not-found"],
  }),
  layout: endpoint({
    ...get("/api/images/layout"),
    tag,
    summary: "Aspect ratios and days of a whole listing, to lay out a grid at once",
    scope: "read",
    query: ImageScope,
    answer: json(ImageLayout, "One number an image"),
    errors: ["cluster-not-found", "clustering-not-found"],
  }),
  detail: endpoint({
    ...get("/api/images/:id"),
    tag,
    summary: "Everything known about an image",
    scope: "read",
    params,
    answer: json(ImageDetail, "The image"),
    errors: ["image-not-found"],
  }),
  thumbnail: endpoint({
    ...get("/api/images/:id/thumbnail"),
    tag,
    summary: "Thumbnail: small is 256 px, large is 1024 px on the longest side",
    scope: "read",
    params,
    query: z.object({ size: ThumbnailSize.default("small") }),
    answer: bytes("image/webp", "WebP"),
    errors: ["thumbnail-missing"],
  }),
  original: endpoint({
    ...get("/api/images/:id/original"),
    tag,
    summary: "The file itself, unchanged; browsers cannot show every format",
    scope: "read",
    params,
    answer: bytes("image/*", "The bytes"),
    errors: ["image-not-found", "image-unavailable"],
  }),
};
