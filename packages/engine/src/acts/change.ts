/**
 * What an act changes, as values: which facts, and what they are to be. The same shape says what they were,
 * which is the act's inverse. Stored as JSON, so a field is never renamed and a new one is optional.
 */
import { z } from "zod";

const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** As `domain/region.ts`. */
export const Region = z.object({
  id: z.string(),
  imageId: z.string(),
  type: z.enum(["whole", "object", "text", "face", "drawn"]),
  label: z.string().nullable(),
  confidence: z.number().nullable(),
  box: Box,
  text: z.string().nullable(),
  detector: z.string().nullable(),
});

/** As `domain/person.ts`. */
export const Place = z.object({
  region: z.string(),
  person: z.string().nullable(),
  confidence: z.number(),
  isConfirmed: z.boolean(),
});

const many = <Item extends z.ZodType>(item: Item) => z.array(item).readonly().exactOptional();

export const Change = z.object({
  clusterNames: many(z.object({ cluster: z.string(), name: z.string().nullable() })),
  /** Which clustering opens by default; one item at most. */
  promoted: many(z.object({ clustering: z.string().nullable() })),
  clusterings: many(z.object({ clustering: z.string(), isRemoved: z.boolean() })),
  /** Drawn by a person. */
  regions: many(z.object({ region: Region, isThere: z.boolean() })),
  personNames: many(z.object({ person: z.string(), name: z.string().nullable() })),
  places: many(Place),
  refusals: many(z.object({ region: z.string(), person: z.string(), isRefused: z.boolean() })),
  spaces: many(z.object({ space: z.string(), isRemoved: z.boolean() })),
  /** Null: as the registry has it. */
  switches: many(z.object({ detector: z.string(), isOn: z.boolean().nullable() })),
  /** Whether what a detector found is in the trash. */
  finds: many(z.object({ detector: z.string(), isRemoved: z.boolean() })),
  /** Null: not set. */
  settings: many(z.object({ name: z.string(), value: z.string().nullable() })),
  failures: many(z.object({ path: z.string(), isIgnored: z.boolean() })),
});
export type Change = Readonly<z.infer<typeof Change>>;

/**
 * What has to follow a change outside the facts, once it is in them. It is safe to do twice, and what was
 * missed because the process died is made good by the next start or the next search for parts.
 */
export type Effect =
  /** Regions that are there get a vector in the space in use, those that are gone lose theirs. */
  | { readonly kind: "vectors"; readonly regions: readonly string[] }
  /** What a detector found is in the trash: its vectors go. */
  | { readonly kind: "finds-gone"; readonly detector: string }
  /** What a detector found is back: it looks again, which makes the vectors. */
  | { readonly kind: "finds-back"; readonly detector: string };
