/**
 * Facts about people: which face is whose. A part of `FactStore`, in a file of its own because it is a
 * topic of its own.
 *
 * Places are kept by region id and outlive the region: when a detector finds a face again a little
 * elsewhere, what a person said of it is carried over (`../organise/arrange-people.ts`).
 */
import type { FacePlace, PersonRecord, Refusal } from "../domain/person.ts";

export interface PeopleFacts {
  /** People with at least one face whose region is there: named ones first, then most faces first. */
  people(): Promise<readonly PersonRecord[]>;
  /** A name outlives the faces: it stays while any place or a later one speaks of the person. */
  setPersonName(person: string, name: string | null): Promise<void>;
  nameOfPerson(person: string): Promise<string | null>;
  /** Every place, those of regions that are gone too, in order of region. */
  facePlaces(): Promise<readonly FacePlace[]>;
  /** Insert or replace by region. */
  placeFaces(places: readonly FacePlace[]): Promise<void>;
  /** Forgets places, such as those of regions that are gone for good. */
  removeFacePlaces(regions: readonly string[]): Promise<void>;
  refusals(): Promise<readonly Refusal[]>;
  setRefusal(refusal: Refusal, isRefused: boolean): Promise<void>;
  /** Images that show any of these people, each with the surest face. */
  imagesOfPeople(people: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
