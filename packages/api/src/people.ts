/** People: whose face is whose, and what a person says about it. */
import * as z from "zod";
import { Box, ImageId } from "./images.ts";
import { Acted } from "./library.ts";
import { RegionId } from "./search.ts";

export const Person = z
  .object({
    id: z.string(),
    name: z.string().nullable().meta({ description: "Given by a person; null until then." }),
    faces: z.number().int(),
    images: z.number().int(),
    cover: RegionId.meta({ description: "The region of the surest face." }),
  })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

const confidence = z.number().min(0).max(1);

export const Face = z
  .object({ region: RegionId, image: ImageId, box: Box, confidence, isConfirmed: z.boolean() })
  .meta({ id: "Face", description: "`confidence`: how sure it is that it is theirs." });
export type Face = z.infer<typeof Face>;

export const PersonDetail = z
  .object({
    person: Person,
    faces: z.array(Face).meta({ description: "Surest first." }),
    doubtFrom: z.number().int().meta({ description: "Faces before the first that wants a look." }),
  })
  .meta({ id: "PersonDetail" });
export type PersonDetail = z.infer<typeof PersonDetail>;

export const FaceOfImage = Face.extend({
  person: Person.nullable().meta({ description: "null: nobody's yet." }),
}).meta({ id: "FaceOfImage" });
export type FaceOfImage = z.infer<typeof FaceOfImage>;

export const FaceSuggestion = z
  .object({ person: Person, confidence })
  .meta({ id: "FaceSuggestion", description: "`confidence`: chance that it is them." });
export type FaceSuggestion = z.infer<typeof FaceSuggestion>;

export const FaceQuestion = z
  .object({
    region: RegionId,
    image: ImageId,
    box: Box,
    person: Person.nullable().meta({ description: "The unnamed person it stands for; null: a single face." }),
    suggestions: z.array(FaceSuggestion).meta({ description: "Named people, likeliest first." }),
  })
  .meta({ id: "FaceQuestion", description: "Who is this?" });
export type FaceQuestion = z.infer<typeof FaceQuestion>;

export const NamedPerson = Acted.extend({
  person: z.string().meta({ description: "Who it is now: whoever bears the name already, else the same." }),
}).meta({ id: "NamedPerson" });
export type NamedPerson = z.infer<typeof NamedPerson>;

export const NewPerson = Acted.extend({ id: z.string() }).meta({ id: "NewPerson" });
export type NewPerson = z.infer<typeof NewPerson>;

export const MergeRequest = z
  .object({ others: z.array(z.string()).min(1).max(1000) })
  .meta({ id: "MergeRequest", description: "People whose faces all become this person's." });

export const FaceSelection = z
  .object({ faces: z.array(RegionId).min(1).max(10_000) })
  .meta({ id: "FaceSelection" });
