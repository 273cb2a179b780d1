/**
 * Facts about people: which face is whose.
 *
 * Places are kept by region id and outlive the region: when a detector finds a face again a little
 * elsewhere, what a person said of it is carried over (`../../organise/arrange-people.ts`).
 */
import type { FacePlace, PersonRecord, Refusal } from "../../domain/person.ts";

export interface PeoplePort {
  /** People with at least one face whose region is there: named ones first, then most faces first. */
  list(): Promise<readonly PersonRecord[]>;
  /** A name outlives the faces: it stays while any place or a later one speaks of the person. */
  setName(person: string, name: string | null): Promise<void>;
  nameOf(person: string): Promise<string | null>;
  /** Every place, those of regions that are gone too, in order of region. */
  places(): Promise<readonly FacePlace[]>;
  /** Insert or replace by region. */
  place(places: readonly FacePlace[]): Promise<void>;
  /** Forgets places, such as those of regions that are gone for good. */
  removePlaces(regions: readonly string[]): Promise<void>;
  refusals(): Promise<readonly Refusal[]>;
  setRefusal(refusal: Refusal, isRefused: boolean): Promise<void>;
  /** Images that show any of these people, each with the surest face. */
  images(people: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
