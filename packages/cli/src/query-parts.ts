/**
 * From words on a command line to the parts of a query. Any part may carry a weight in front:
 * `2*beach`, `0.5*sketch.png`. Several parts add up; `--minus` pushes away.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ImanticsError, messageOf, type QueryPart } from "@imantics/engine";

export interface TypedQuery {
  /** The plain words of the command line; together they are one text. */
  readonly words: readonly string[];
  /** Further texts, each a part of its own. */
  readonly and: readonly string[];
  readonly minus: readonly string[];
  /** Picture files, anywhere. */
  readonly image: readonly string[];
  /** Images of the library, by id. */
  readonly like: readonly string[];
}

/** `2*beach` → 2 and `beach`; without a weight, 1. */
export function splitWeight(text: string): { readonly weight: number; readonly text: string } {
  const match = /^(-?\d+(?:\.\d+)?)\*(.+)$/s.exec(text);
  return match ? { weight: Number(match[1]), text: match[2]! } : { weight: 1, text };
}

/** @throws ImanticsError `usage` when nothing is asked for, `picture-not-readable` when a file cannot be read. */
export async function queryParts(query: TypedQuery, cwd: string): Promise<QueryPart[]> {
  const words = query.words.join(" ").trim();
  const texts = [...(words === "" ? [] : [words]), ...query.and].map(splitWeight);
  const parts: QueryPart[] = [
    ...texts.map(({ weight, text }): QueryPart => ({ kind: "text", text, weight })),
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
  if (!parts.some((part) => part.weight > 0)) {
    throw new ImanticsError(
      "usage",
      "Nothing to search for: give words, --image <file> or --like <image id>. See imantics search --help.",
    );
  }
  return parts;
}

async function picturePart(file: string, weight: number, cwd: string): Promise<QueryPart> {
  try {
    return { kind: "picture", bytes: await readFile(resolve(cwd, file)), weight };
  } catch (cause) {
    const message = `The picture "${file}" cannot be read: ${messageOf(cause)}. Give the path of an image file.`;
    throw new ImanticsError("picture-not-readable", message, { cause });
  }
}
