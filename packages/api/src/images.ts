/** Images on the wire. */
import * as z from "zod";
import { imageIdPattern } from "./patterns.ts";

export const ImageId = z.string().regex(imageIdPattern, "an image id is 64 hex digits (SHA-256)");

export const Box = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .meta({ id: "Box", description: "Relative to the upright image, 0..1." });
export type Box = z.infer<typeof Box>;

export const ImageTile = z
  .object({
    id: ImageId,
    width: z.number().int(),
    height: z.number().int(),
    takenAt: z.string().nullable(),
    placeholder: z.string().meta({ description: "ThumbHash, base64." }),
    isAnimated: z.boolean(),
  })
  .meta({ id: "ImageTile" });
export type ImageTile = z.infer<typeof ImageTile>;

export const ImageOrder = z.enum(["newest", "oldest", "added", "path"]);
export type ImageOrder = z.infer<typeof ImageOrder>;

/** The filter shared by listing and layout. */
export const ImageScope = z.object({
  order: ImageOrder.default("newest"),
  folder: z.string().optional(),
  clustering: z.string().optional(),
  cluster: z.string().optional().meta({ description: "`noise` for what was left out." }),
});
export type ImageScope = z.input<typeof ImageScope>;

export const ImagePageQuery = ImageScope.extend({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export const ImagePage = z
  .object({ total: z.number().int(), images: z.array(ImageTile) })
  .meta({ id: "ImagePage" });
export type ImagePage = z.infer<typeof ImagePage>;

export const ImageLayout = z
  .object({
    ratios: z.array(z.number().int()).meta({ description: "Width / height × 100, in listing order." }),
    days: z.array(z.object({ day: z.string().nullable(), count: z.number().int() })),
  })
  .meta({ id: "ImageLayout" });
export type ImageLayout = z.infer<typeof ImageLayout>;

export const ImageDetail = ImageTile.extend({
  format: z.string(),
  sizeBytes: z.number().int(),
  camera: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  perceptualHash: z.string(),
  addedAt: z.string(),
  paths: z.array(z.string()),
  isAvailable: z.boolean(),
  clusters: z.array(
    z.object({ clustering: z.string(), id: z.string(), name: z.string(), strength: z.number() }),
  ),
}).meta({ id: "ImageDetail" });
export type ImageDetail = z.infer<typeof ImageDetail>;

export const ThumbnailSize = z.enum(["small", "large"]);
