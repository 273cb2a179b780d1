/** What a person can say about people: each act is sent, shown at once where it shows, and can be taken back. */
import type { Person } from "@imantics/api";
import { client } from "../../client.ts";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { undoLast } from "../../notices/undo.ts";
import { changed } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";

/** What somebody without a name is called. */
export const unnamed = "No name yet";

export const nameOf = ({ name }: Pick<Person, "name">): string => name ?? unnamed;

export function namePerson(person: Person, name: string | null): Promise<boolean> {
  return act(
    () => client.namePerson(person.id, name),
    name === null ? "Name taken away." : `Named "${name}".`,
  );
}

export function mergePeople(into: Person, others: readonly Person[]): Promise<boolean> {
  const ids = others.map(({ id }) => id);
  const faces = others.reduce((sum, other) => sum + other.faces, 0);
  return act(() => client.mergePeople(into.id, ids), `${counted(faces, "face")} joined to ${nameOf(into)}.`);
}

/**
 * Gives a name, or joins the person to whoever bears it already: two of one name are nearly always one.
 * Answers who it is then.
 */
export async function nameOrJoin(
  person: Person,
  name: string,
  everybody: readonly Person[],
): Promise<string> {
  const wanted = name.toLocaleLowerCase();
  const bearer = everybody.find(
    (other) => other.id !== person.id && other.name?.toLocaleLowerCase() === wanted,
  );
  if (!bearer) {
    await namePerson(person, name);
    return person.id;
  }
  return (await mergePeople(bearer, [person])) ? bearer.id : person.id;
}

export function confirmFaces(person: Person, faces: readonly string[]): Promise<boolean> {
  return act(
    () => client.confirmFaces(person.id, faces),
    `${counted(faces.length, "face")} now ${nameOf(person)}'s.`,
  );
}

export function refuseFaces(person: Person, faces: readonly string[]): Promise<boolean> {
  return act(
    () => client.refuseFaces(person.id, faces),
    `${counted(faces.length, "face")} not ${person.name ?? "this person"}.`,
  );
}

/** The id of the new person; null when it was refused. */
export async function splitPerson(person: Person, faces: readonly string[]): Promise<string | null> {
  let id: string | null = null;
  await act(
    async () => {
      id = (await client.splitPerson(person.id, faces)).id;
    },
    `${counted(faces.length, "face")} made a new person.`,
  );
  return id;
}

async function act(send: () => Promise<void>, words: string): Promise<boolean> {
  try {
    await send();
    notify(words, { label: "Undo", run: () => void undoLast() });
    return true;
  } catch (error) {
    notifyFailure(error);
    return false;
  } finally {
    changed("people", "search", "vocabulary");
  }
}
