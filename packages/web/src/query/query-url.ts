/**
 * A query in the address: one `q` per part, short and readable, so that a search can be read,
 * edited by hand, sent to someone and reloaded.
 *
 *   q=beach   q=-people   q=2*sunset   q=image:<64 hex>   q=-0.5*picture:<64 hex>
 *
 * Words that would read as something else are put in double quotes. Typing into the search box is
 * `./query-text.ts`.
 */
import type { QueryPart } from "@imantics/api";

const identified = /^(image|picture):([0-9a-f]{64})$/;
const weighted = /^(-?)(?:(\d+(?:\.\d+)?)\*)?(.*)$/s;
const needsQuotes = /^["-]|^\d+(?:\.\d+)?\*|^(image|picture):|^\s|\s$/;
const mostParts = 32;

export function encodePart(part: QueryPart): string {
  const size = Math.abs(part.weight);
  const sign = part.weight < 0 ? "-" : "";
  return `${sign}${size === 1 ? "" : `${plain(size)}*`}${bodyOf(part)}`;
}

/** Null when there is nothing to look for in it. */
export function decodePart(text: string): QueryPart | null {
  const [, sign = "", size, body = ""] = weighted.exec(text) ?? [];
  const weight = Math.min(10, size === undefined ? 1 : Number(size)) * (sign === "-" ? -1 : 1);
  const named = identified.exec(body);
  if (named) {
    const id = named[2] ?? "";
    return named[1] === "image" ? { kind: "image", id, weight } : { kind: "picture", picture: id, weight };
  }
  const isQuoted = body.length >= 2 && body.startsWith('"') && body.endsWith('"');
  const words = (isQuoted ? body.slice(1, -1) : body).trim();
  return words === "" ? null : { kind: "text", text: words.slice(0, 1000), weight };
}

export function encodeQuery(parts: readonly QueryPart[]): string[] {
  return parts.map(encodePart);
}

/** Reads every `q`, leaving out what says nothing. */
export function decodeQuery(values: readonly string[]): QueryPart[] {
  const parts: QueryPart[] = [];
  for (const value of values.slice(0, mostParts)) {
    const part = decodePart(value);
    if (part) parts.push(part);
  }
  return parts;
}

function bodyOf(part: QueryPart): string {
  if (part.kind === "image") return `image:${part.id}`;
  if (part.kind === "picture") return `picture:${part.picture}`;
  return needsQuotes.test(part.text) ? `"${part.text}"` : part.text;
}

/** A weight without exponent and without digits that nobody can see: 0.30000000000000004 is 0.3. */
function plain(size: number): string {
  return String(Number(size.toFixed(2)));
}
