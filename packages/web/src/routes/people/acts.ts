/** What a person can say about people: each act is sent, shown at once where it shows, and can be taken back. */
import type { Acted, Person } from "@imantics/api";
import { client } from "../../client.ts";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { wayBack } from "../../notices/undo.ts";
import { changed } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";

/** What somebody without a name is called. */
export const unnamed = "No name yet";

export const nameOf = ({ name }: Pick<Person, "name">): string => name ?? unnamed;

/** Takes the name away. */
export async function unnamePerson(person: Person): Promise<void> {
  await act(() => client.namePerson(person.id, null), "Name taken away.");
}

/** Gives a name, which may be somebody's already: then the two are one. Answers who it is then. */
export async function namePerson(person: Person, name: string): Promise<string> {
  const named = await act(
    () => client.namePerson(person.id, name),
    (done) => (done.person === person.id ? `Named "${name}".` : `Joined to ${name}, who was there already.`),
  );
  return named?.person ?? person.id;
}

export async function mergePeople(into: Person, others: readonly Person[]): Promise<boolean> {
  const ids = others.map(({ id }) => id);
  const faces = others.reduce((sum, other) => sum + other.faces, 0);
  const words = `${counted(faces, "face")} joined to ${nameOf(into)}.`;
  return (await act(() => client.mergePeople(into.id, ids), words)) !== null;
}

export async function confirmFaces(person: Person, faces: readonly string[]): Promise<boolean> {
  const words = `${counted(faces.length, "face")} now ${nameOf(person)}'s.`;
  return (await act(() => client.confirmFaces(person.id, faces), words)) !== null;
}

export async function refuseFaces(person: Person, faces: readonly string[]): Promise<boolean> {
  const words = `${counted(faces.length, "face")} not ${person.name ?? "this person"}.`;
  return (await act(() => client.refuseFaces(person.id, faces), words)) !== null;
}

/** The id of the new person; null when it was refused. */
export async function splitPerson(person: Person, faces: readonly string[]): Promise<string | null> {
  const words = `${counted(faces.length, "face")} made a new person.`;
  return (await act(() => client.splitPerson(person.id, faces), words))?.id ?? null;
}

/** What the server answered; null when it refused. */
async function act<Done extends Acted>(
  send: () => Promise<Done>,
  words: string | ((done: Done) => string),
): Promise<Done | null> {
  try {
    const done = await send();
    notify(typeof words === "string" ? words : words(done), wayBack(done));
    return done;
  } catch (error) {
    notifyFailure(error);
    return null;
  } finally {
    changed("people", "search", "vocabulary");
  }
}
