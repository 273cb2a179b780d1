/** The library as a whole, its models, keys and journal. */
import * as z from "zod";

export const Encoder = z
  .object({
    model: z.string(),
    title: z.string(),
    space: z.string().nullable(),
    dimension: z.number().int(),
    acceptsText: z.boolean(),
    quality: z.string(),
    advice: z.string().nullable(),
  })
  .meta({ id: "Encoder" });

export const LibrarySummary = z
  .object({
    location: z.string(),
    version: z.string(),
    counts: z.object({
      images: z.number().int(),
      available: z.number().int(),
      paths: z.number().int(),
      regions: z.number().int(),
      failures: z.number().int(),
      clusterings: z.number().int(),
      sizeBytes: z.number(),
    }),
    sources: z.array(z.object({ id: z.number(), location: z.string(), givenAs: z.string() })),
    encoder: Encoder,
    isReadOnly: z.boolean(),
  })
  .meta({ id: "LibrarySummary" });
export type LibrarySummary = z.infer<typeof LibrarySummary>;

export const Model = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(["ready", "not-downloaded"]),
    foundIn: z.enum(["folder", "cache", "npm"]).nullable(),
    downloadBytes: z.number().nullable(),
    licence: z.string(),
    dimension: z.number().int(),
    acceptsText: z.boolean(),
    quality: z.string(),
    isActive: z.boolean(),
  })
  .meta({ id: "Model" });
export type Model = z.infer<typeof Model>;

export const JournalEntry = z
  .object({
    sequence: z.number().int(),
    act: z.string(),
    detail: z.record(z.string(), z.unknown()),
    at: z.string(),
    isUndone: z.boolean(),
  })
  .meta({ id: "JournalEntry" });
export type JournalEntry = z.infer<typeof JournalEntry>;

export const Acted = z
  .object({
    sequence: z
      .number()
      .int()
      .nullable()
      .meta({ description: "Its number in the journal, for undo; null: it cannot be taken back." }),
  })
  .meta({ id: "Acted", description: "What somebody did is done." });
export type Acted = z.infer<typeof Acted>;

export const WayBack = z
  .object({
    sequence: z.number().int().min(1).optional().meta({
      description: "This act and no other; none: whichever is next.",
    }),
  })
  .meta({ id: "WayBack" });
export type WayBack = z.infer<typeof WayBack>;

export const KeyScope = z.enum(["read", "write", "admin"]);
export const ApiKey = z
  .object({ id: z.string(), label: z.string(), scope: KeyScope, createdAt: z.string() })
  .meta({ id: "ApiKey" });
export const NewApiKey = z
  .object({ label: z.string().min(1).max(100), scope: KeyScope.default("read") })
  .meta({ id: "NewApiKey" });
export const CreatedApiKey = ApiKey.extend({
  key: z.string().meta({ description: "Shown once." }),
}).meta({ id: "CreatedApiKey" });

/** Every error answer has this shape; `code` is stable, `message` says what to do. */
export const Problem = z.object({ code: z.string(), message: z.string() }).meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export const Imported = z
  .object({ path: z.string(), job: z.string() })
  .meta({ id: "Imported", description: "Where the upload lies now, and the job that indexes it." });
export type Imported = z.infer<typeof Imported>;
