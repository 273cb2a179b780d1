/**
 * Pixels as a network wants them, from the model's own `preprocessor_config.json`: which size, which crop,
 * which scale.
 *
 * Done here and not by the processors of transformers.js, because those shrink pictures with a plain
 * interpolation that skips pixels: from a 1024 px photo to 224 px that is visible noise. Numbers after the
 * resize are the same. Processors with rules of their own (tiling, padding, margins) are refused.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";

/** To a square of `size` pixels. `cover`: scaled to fill it, the rest cut off; `squeeze`: proportions lost. */
export interface Resize {
  readonly fit: "cover" | "squeeze";
  readonly size: number;
}

export interface Preprocessing {
  readonly resize: Resize;
  /** The middle square that is kept, or null for everything. */
  readonly crop: { readonly width: number; readonly height: number } | null;
  /** Multiplied with the bytes, mostly 1/255. */
  readonly scale: number;
  /** Subtracted per channel after scaling. */
  readonly mean: readonly number[];
  /** Divides per channel at the end. */
  readonly deviation: readonly number[];
}

const sideSchema = z.number().int().positive();
const boxSchema = z
  .object({ width: sideSchema, height: sideSchema })
  .refine(({ width, height }) => width === height, "only squares are known");
const configSchema = z.object({
  image_processor_type: z.string().optional(),
  feature_extractor_type: z.string().optional(),
  do_resize: z.boolean().default(true),
  size: z.union([sideSchema, z.object({ shortest_edge: sideSchema }), boxSchema]),
  do_center_crop: z.boolean().default(false),
  crop_size: z.union([sideSchema, boxSchema]).optional(),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: z.array(z.number()).length(3).default([0, 0, 0]),
  image_std: z.array(z.number()).length(3).default([1, 1, 1]),
  do_pad: z.literal(false).optional(),
});

const knownTypes = /^(CLIP|Siglip|Bit|ViT|DeiT|Dino[^D]?)(ImageProcessor|FeatureExtractor)(Fast)?$/;

/**
 * Reads `preprocessor_config.json`.
 * @throws ImanticsError `model-invalid` when the file is missing, broken or asks for something unknown.
 */
export async function readPreprocessing(path: string): Promise<Preprocessing> {
  let config: z.infer<typeof configSchema>;
  try {
    config = configSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new ImanticsError(
      "model-invalid",
      `${path} does not say how pictures are prepared: ${messageOf(cause)}. Fetch the model again with "imantics models pull".`,
      { cause },
    );
  }
  const type = config.image_processor_type ?? config.feature_extractor_type ?? "none";
  if (!config.do_resize || !knownTypes.test(type)) {
    throw new ImanticsError(
      "model-invalid",
      `${path} asks for the image processor "${type}"${config.do_resize ? "" : " without resizing"}; known are those of ` +
        "CLIP, SigLIP, ViT, DeiT, DINO and BiT. Import the model as a single .onnx file with its own settings instead.",
    );
  }
  return {
    resize: resizeOf(config.size, config.do_center_crop),
    crop: config.do_center_crop ? boxOf(config.crop_size ?? config.size) : null,
    scale: config.do_rescale ? config.rescale_factor : 1,
    mean: config.do_normalize ? config.image_mean : [0, 0, 0],
    deviation: config.do_normalize ? config.image_std : [1, 1, 1],
  };
}

/** Width and height of what `toPlanes` gives for square input. */
export function inputSize({ resize, crop }: Preprocessing): {
  readonly width: number;
  readonly height: number;
} {
  return crop ?? { width: resize.size, height: resize.size };
}

/**
 * Resized pictures as float planes: picture × channel × row × column. Crops from the middle; pictures
 * must have the resized size. O(pixels).
 */
export function toPlanes(pictures: readonly Pixels[], preprocessing: Preprocessing): Float32Array {
  const { width, height } = inputSize(preprocessing);
  const { scale, mean, deviation } = preprocessing;
  const plane = width * height;
  const planes = new Float32Array(pictures.length * 3 * plane);
  for (const [index, picture] of pictures.entries()) {
    const left = Math.floor((picture.width - width) / 2);
    const top = Math.floor((picture.height - height) / 2);
    if (left < 0 || top < 0) {
      throw new ImanticsError(
        "internal:preprocessing",
        `A picture of ${picture.width} × ${picture.height} cannot be cropped to ${width} × ${height}.`,
      );
    }
    for (let channel = 0; channel < 3; channel++) {
      // (byte * scale - mean) / deviation, as one multiplication and one addition.
      const factor = scale / (deviation[channel] ?? 1);
      const offset = -(mean[channel] ?? 0) / (deviation[channel] ?? 1);
      let at = (index * 3 + channel) * plane;
      for (let y = 0; y < height; y++) {
        let from = ((top + y) * picture.width + left) * 3 + channel;
        for (let x = 0; x < width; x++, from += 3) {
          planes[at++] = (picture.data[from] ?? 0) * factor + offset;
        }
      }
    }
  }
  return planes;
}

/** A lone number means a square where nothing is cropped, the shorter side where something is. */
function resizeOf(size: z.infer<typeof configSchema>["size"], isCropped: boolean): Resize {
  if (typeof size === "number") {
    return { fit: isCropped ? "cover" : "squeeze", size };
  }
  if ("shortest_edge" in size) {
    return { fit: "cover", size: size.shortest_edge };
  }
  return { fit: "squeeze", size: size.width };
}

function boxOf(size: z.infer<typeof configSchema>["size"]): { width: number; height: number } {
  if (typeof size === "number") return { width: size, height: size };
  if ("shortest_edge" in size) return { width: size.shortest_edge, height: size.shortest_edge };
  return size;
}
