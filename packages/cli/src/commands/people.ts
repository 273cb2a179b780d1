/** `imantics people`: who is in the photos, and what a person says about it. Every change can be undone. */
import { ImanticsError, type Library, type PersonRecord } from "@imantics/engine";
import type { Command } from "commander";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { countOf } from "../render/numbers.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

export function addPeopleCommand(program: Command, terminal: Terminal): void {
  const people = program
    .command("people")
    .summary("who is in the photos: list, name and correct")
    .description(
      "People are faces that look alike. Faces are looked for only after: imantics parts on faces. Every " +
        "change here can be undone in the page.",
    );
  addList(people, terminal);
  addShow(people, terminal);
  addName(people, terminal);
  addMerge(people, terminal);
  addRefuse(people, terminal);
}

function addList(people: Command, terminal: Terminal): void {
  const list = people
    .command("list", { isDefault: true })
    .description("Everybody, named ones first, then those with most faces.");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const everybody = await library.people.list();
      if (parsed.json) return terminal.print(JSON.stringify({ people: everybody }));
      if (everybody.length === 0) return terminal.tell(await whyNobody(library));
      const rows = everybody.map((person) => [
        person.id,
        nameOf(person),
        String(person.faces),
        String(person.images),
      ]);
      terminal.print(renderTable([["id", "name", "faces", "pictures"], ...rows], [2, 3]));
    });
  });
}

function addShow(people: Command, terminal: Terminal): void {
  const show = people
    .command("show")
    .argument("<id>", "id of people list, or a name")
    .description("The faces of a person, surest first, with the picture that each is in.");
  addLibraryOptions(show).action(async (id: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const { person, faces, doubtFrom } = await library.people.get(await idOf(library, id));
      const images = await library.images.many([...new Set(faces.map(({ image }) => image))]);
      const asTyped = await typedPaths(library, [], terminal.cwd);
      const paths = new Map(images.map((image) => [image.id, asTyped(image.paths[0] ?? "")]));
      const shown = faces.map((face) => ({ ...face, path: paths.get(face.image) ?? null }));
      if (parsed.json) return terminal.print(JSON.stringify({ ...person, doubtFrom, members: shown }));
      terminal.print(`${nameOf(person)}: ${countOf(person.faces, "face")} (person ${person.id})\n`);
      const rows = shown.map((face, at) => [
        `${Math.floor(100 * face.confidence)} %`,
        at >= doubtFrom ? "?" : "",
        face.path ?? "",
        face.region,
      ]);
      terminal.print(renderTable(rows, [0]));
    });
  });
}

function addName(people: Command, terminal: Terminal): void {
  const name = people
    .command("name")
    .argument("<id>", "id of people list, or the name so far")
    .argument("<name>", 'the name; "" takes it away')
    .description("Names a person. The name stays when more photos come.");
  addLibraryOptions(name).action(async (id: string, given: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const wanted = given.trim() === "" ? null : given.trim();
      // Who it is then: whoever bears the name already.
      const person = await library.people.rename(await idOf(library, id), wanted);
      if (parsed.json) return terminal.print(JSON.stringify({ person, name: wanted }));
      terminal.print(wanted === null ? `${person} has no name now.` : `${person} is ${wanted}.`);
    });
  });
}

function addMerge(people: Command, terminal: Terminal): void {
  const merge = people
    .command("merge")
    .argument("<into>", "the person to keep, by id or name")
    .argument("<other...>", "people who are the same, by id or name")
    .description("Says that several people are one.");
  addLibraryOptions(merge).action(async (into: string, others: string[], options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const target = await idOf(library, into);
      const joined = await Promise.all(others.map((other) => idOf(library, other)));
      await library.people.merge(target, joined);
      const { person } = await library.people.get(target);
      if (parsed.json) return terminal.print(JSON.stringify(person));
      terminal.print(`${nameOf(person)} has ${countOf(person.faces, "face")} now.`);
    });
  });
}

function addRefuse(people: Command, terminal: Terminal): void {
  const refuse = people
    .command("refuse")
    .argument("<id>", "the person, by id or name")
    .argument("<face...>", "faces that are not this person, as people show names them")
    .description("Says that faces are not this person. They never become this person's again by themselves.");
  addLibraryOptions(refuse).action(async (id: string, faces: string[], options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const person = await idOf(library, id);
      await library.people.refuse(person, faces);
      if (parsed.json) terminal.print(JSON.stringify({ person, refused: faces }));
      else terminal.print(`${countOf(faces.length, "face")} taken away.`);
    });
  });
}

/** Ids are for scripts; a person types names. Rejects with `usage` when a name is borne by several. */
async function idOf(library: Library, given: string): Promise<string> {
  const everybody = await library.people.list();
  if (everybody.some(({ id }) => id === given)) return given;
  const wanted = given.toLocaleLowerCase();
  const meant = everybody.filter(({ name }) => name?.toLocaleLowerCase() === wanted);
  if (meant.length > 1) {
    const ids = meant.map(({ id }) => id).join(", ");
    throw new ImanticsError("usage", `"${given}" is the name of several people: say which of ${ids}.`);
  }
  return meant[0]?.id ?? given;
}

const nameOf = ({ name }: PersonRecord): string => name ?? "(no name)";

async function whyNobody(library: Library): Promise<string> {
  const faces = (await library.parts.detectors()).find(({ finds }) => finds === "face");
  return faces?.isOn
    ? "Nobody yet: a person is a face that was seen twice. Look for faces with: imantics parts\n"
    : "Faces are not looked for. Switch that on with: imantics parts on faces\n";
}
