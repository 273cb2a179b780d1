/** Parts of pictures: what looks for them, what was found, what a person drew. */
import * as z from "zod";
import { Box, ImageId } from "./images.ts";
import { Acted } from "./library.ts";
import { RegionType } from "./search.ts";

export const Detector = z
  .object({
    id: z.string(),
    title: z.string(),
    summary: z.string(),
    finds: RegionType,
    isOn: z.boolean(),
    seen: z.number().int().meta({ description: "Images it has looked at." }),
  })
  .meta({ id: "Detector" });
export type Detector = z.infer<typeof Detector>;

export const PartCount = z
  .object({
    type: RegionType,
    label: z.string().nullable(),
    regions: z.number().int(),
    images: z.number().int(),
  })
  .meta({ id: "PartCount" });
export type PartCount = z.infer<typeof PartCount>;

export const Parts = z
  .object({ detectors: z.array(Detector), counts: z.array(PartCount) })
  .meta({ id: "Parts", description: "What looks for parts here, and what it has found." });
export type Parts = z.infer<typeof Parts>;

export const DetectorSwitch = z.object({ isOn: z.boolean() }).meta({ id: "DetectorSwitch" });

export const PartRequest = z
  .object({
    detectors: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ description: "Ids; default: those that are switched on." }),
  })
  .meta({ id: "PartRequest" });
export type PartRequest = z.input<typeof PartRequest>;

export const Region = z
  .object({
    id: z.string(),
    imageId: ImageId,
    type: RegionType,
    label: z.string().nullable(),
    confidence: z.number().nullable(),
    box: Box,
    text: z.string().nullable(),
    detector: z.string().nullable(),
  })
  .meta({ id: "Region" });
export type Region = z.infer<typeof Region>;

export const DrawnRegion = Region.extend(Acted.shape).meta({ id: "DrawnRegion" });
export type DrawnRegion = z.infer<typeof DrawnRegion>;

export const DrawRequest = z.object({ box: Box }).meta({ id: "DrawRequest" });

export const SearchVocabulary = z
  .record(z.string(), z.array(z.string()))
  .meta({ id: "SearchVocabulary", description: "Values this library has, by field of the query language." });
export type SearchVocabulary = z.infer<typeof SearchVocabulary>;
