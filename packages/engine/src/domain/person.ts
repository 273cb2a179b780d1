/** A person, the faces that are theirs, and what was said of faces. */
import type { Box } from "./box.ts";

/** Somebody whose face was seen. */
export interface PersonRecord {
  readonly id: string;
  /** Given by a person; null until then. */
  readonly name: string | null;
  readonly faces: number;
  readonly images: number;
  /** The region of the surest face. */
  readonly cover: string;
}

/** Whose face a region shows. */
export interface FacePlace {
  readonly region: string;
  /** Null: nobody's yet. */
  readonly person: string | null;
  /** 0..1. */
  readonly confidence: number;
  /** A human said so: grouping leaves it alone. */
  readonly isConfirmed: boolean;
}

/** A human said that this face is not this person. */
export interface Refusal {
  readonly region: string;
  readonly person: string;
}

/** A face of somebody. */
export interface FaceOfPerson {
  /** Id of the region. */
  readonly region: string;
  readonly image: string;
  readonly box: Box;
  /** 0..1, how sure that it is theirs. */
  readonly confidence: number;
  readonly isConfirmed: boolean;
}

export interface FaceSuggestion {
  readonly person: PersonRecord;
  /** Chance that it is them, 0..1. */
  readonly confidence: number;
}

/** "Who is this?", with those who come into question. */
export interface FaceQuestion {
  /** Id of the region. */
  readonly region: string;
  readonly image: string;
  readonly box: Box;
  /** The unnamed person that the face stands for; null: a face of nobody. */
  readonly person: PersonRecord | null;
  /** Named people, likeliest first. Never empty. */
  readonly suggestions: readonly FaceSuggestion[];
}
