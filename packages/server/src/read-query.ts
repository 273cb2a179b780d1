/** A query as requests carry it (a line, parts, conditions) as the engine takes it. */
import { parseQuery, QueryError, type SearchRequest } from "@imantics/api";
import { ImanticsError, type Query, type QueryPart } from "@imantics/engine";
import type { z } from "zod";
import type { QueryPictures } from "./query-pictures.ts";

type Asked = Pick<z.output<typeof SearchRequest>, "query" | "parts" | "conditions">;

/**
 * The line's parts and conditions come first, then those given apart.
 * Rejects with `query-unreadable`, which says where, and `picture-not-found`.
 */
export async function readQuery(
  { query = "", parts, conditions }: Asked,
  pictures: QueryPictures,
): Promise<Pick<Query, "parts"> & Required<Pick<Query, "conditions">>> {
  const line = readLine(query);
  return {
    parts: await Promise.all([...line.parts, ...parts].map((part) => loadPart(part, pictures))),
    conditions: [...line.conditions, ...conditions],
  };
}

function readLine(line: string): ReturnType<typeof parseQuery> {
  try {
    return parseQuery(line);
  } catch (cause) {
    if (!(cause instanceof QueryError)) throw cause;
    throw new ImanticsError("query-unreadable", cause.message, { cause });
  }
}

async function loadPart(part: Asked["parts"][number], pictures: QueryPictures): Promise<QueryPart> {
  const { weight } = part;
  switch (part.kind) {
    case "text":
    case "region":
      return part;
    case "image":
      return { kind: "image", id: part.id, weight, ...(part.box && { box: part.box }) };
    case "picture": {
      const bytes = await pictures.read(part.picture);
      return { kind: "picture", bytes, weight, ...(part.box && { box: part.box }) };
    }
  }
}
