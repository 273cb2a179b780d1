/** Spaces of a library: what each model has seen, side by side. */
import * as z from "zod";
import { ImageId } from "./images.ts";
import { QueryPart } from "./search.ts";

export const Space = z
  .object({
    id: z.string(),
    model: z.string().meta({ description: "The model that made it; for faces, their detector." }),
    dimension: z.number().int(),
    acceptsText: z.boolean(),
    images: z.number().int().meta({ description: "Whole pictures that have a vector in it." }),
    parts: z.number().int(),
    bytes: z.number().int().meta({ description: "Room its vectors take, about." }),
    state: z
      .enum(["active", "idle", "detector", "removed"])
      .meta({ description: "idle: kept beside the active one; removed: in the trash." }),
  })
  .meta({ id: "Space" });
export type Space = z.infer<typeof Space>;

export const EmptiedTrash = z
  .object({
    spaces: z.array(z.string()),
    clusterings: z.array(z.string()),
    finds: z.number().int().meta({ description: "Parts that detectors had found." }),
  })
  .meta({ id: "EmptiedTrash" });

const spaceName = z.string().min(1).max(200).meta({ description: "Id, or a model with one space." });

export const CompareSpacesRequest = z
  .object({
    spaces: z.tuple([spaceName, spaceName]),
    part: QueryPart,
    limit: z.number().int().min(1).max(200).default(10),
  })
  .meta({ id: "CompareSpacesRequest" });
export type CompareSpacesRequest = z.input<typeof CompareSpacesRequest>;

const SpaceRanking = z.object({
  space: z.string(),
  model: z.string(),
  searched: z.number().int(),
  hits: z.array(z.object({ image: ImageId, score: z.number() })),
});

export const SpaceComparison = z
  .object({
    rankings: z.tuple([SpaceRanking, SpaceRanking]),
    overlap: z.number().meta({ description: "Share of what is shown that both have, 0..1." }),
    chance: z.number().meta({ description: "What two rankings by chance would share." }),
  })
  .meta({ id: "SpaceComparison" });
export type SpaceComparison = z.infer<typeof SpaceComparison>;
