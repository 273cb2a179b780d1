/**
 * From a command line to a query. The words are one line in the query language (`parseQuery`); options
 * add to it what a line cannot say, or what the shell makes awkward. Any part of theirs may carry a
 * weight in front: `2*beach`, `0.5*sketch.png`.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseQuery, QueryError } from "@imantics/api";
import { type Condition, ImanticsError, messageOf, type QueryPart } from "@imantics/engine";

export interface TypedQuery {
  /** The plain words of the command line; together they are one line of the query language. */
  readonly words: readonly string[];
  /** Further texts, each a part of its own. */
  readonly and: readonly string[];
  readonly minus: readonly string[];
  /** Picture files, anywhere. */
  readonly image: readonly string[];
  /** Images of the library, by id. */
  readonly like: readonly string[];
  /** What must stand in the picture, letter by letter. */
  readonly written: readonly string[];
}

export interface AskedFor {
  readonly parts: readonly QueryPart[];
  readonly conditions: readonly Condition[];
}

/** `2*beach` → 2 and `beach`; without a weight, 1. */
export function splitWeight(text: string): { readonly weight: number; readonly text: string } {
  const match = /^(-?\d+(?:\.\d+)?)\*(.+)$/s.exec(text);
  return match ? { weight: Number(match[1]), text: match[2]! } : { weight: 1, text };
}

/**
 * @throws ImanticsError `usage` when nothing is asked for, `query-unreadable` pointing at what cannot be
 *   read, `picture-not-readable` when a file cannot be read.
 */
export async function askedFor(query: TypedQuery, cwd: string): Promise<AskedFor> {
  const line = readLine(query.words.join(" "));
  const parts: QueryPart[] = [
    ...line.parts,
    ...query.and.map(splitWeight).map(({ weight, text }): QueryPart => ({ kind: "text", text, weight })),
    ...query.minus
      .map(splitWeight)
      .map(({ weight, text }): QueryPart => ({ kind: "text", text, weight: -weight })),
    ...query.like
      .map(splitWeight)
      .map(({ weight, text }): QueryPart => ({ kind: "image", id: text, weight })),
    ...(await Promise.all(
      query.image.map(splitWeight).map((part) => picturePart(part.text, part.weight, cwd)),
    )),
  ];
  const written = query.written.map((text) => ({ field: "written", text, isNot: false }) as const);
  const conditions = [...line.conditions, ...written];
  if (conditions.length === 0 && parts.every((part) => part.weight <= 0)) {
    throw new ImanticsError(
      "usage",
      "Nothing to search for: give words, --image <file> or --like <image id>. See imantics search --help.",
    );
  }
  return { parts, conditions };
}

function readLine(line: string): AskedFor {
  try {
    const { parts, conditions } = parseQuery(line);
    return { parts: parts.map(fromLine), conditions };
  } catch (cause) {
    if (!(cause instanceof QueryError)) throw cause;
    const { from, to } = cause.at;
    const mark = `${" ".repeat(from)}${"^".repeat(Math.max(1, to - from))}`;
    throw new ImanticsError("query-unreadable", `${cause.message}\n  ${line}\n  ${mark}`, { cause });
  }
}

function fromLine(part: ReturnType<typeof parseQuery>["parts"][number]): QueryPart {
  if (part.kind === "text" || part.kind === "region") return part;
  const box = part.box && { box: part.box };
  if (part.kind === "image") return { kind: "image", id: part.id, weight: part.weight, ...box };
  throw new ImanticsError(
    "usage",
    "picture: names a picture that a page has sent to its server. Here give the file with --image.",
  );
}

async function picturePart(file: string, weight: number, cwd: string): Promise<QueryPart> {
  try {
    return { kind: "picture", bytes: await readFile(resolve(cwd, file)), weight };
  } catch (cause) {
    const message = `The picture "${file}" cannot be read: ${messageOf(cause)}. Give the path of an image file.`;
    throw new ImanticsError("picture-not-readable", message, { cause });
  }
}
