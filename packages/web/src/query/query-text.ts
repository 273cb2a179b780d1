/**
 * What a person types into the search box, as parts and back:
 *
 *   beach at dusk - people + dog     three parts, the second pushes away
 *   2*horse - 0.5*fence              with weights
 *
 * A plus or minus counts only between spaces or at the start of a word, so "t-shirt" stays one
 * word. Pictures are not typed; their chips stay while the words change. The notation is rclip's.
 */
import type { QueryPart } from "@imantics/api";
import { decodePart, encodePart } from "./query-url.ts";

const partStart = /(?:^|\s+)(?=[-+]\s*\S)/;
const leadingSign = /^([-+])\s*/;

export function parseWords(typed: string): QueryPart[] {
  const parts: QueryPart[] = [];
  for (const piece of typed.split(partStart)) {
    const sign = leadingSign.exec(piece)?.[1] ?? "+";
    const part = decodePart((sign === "-" ? "-" : "") + piece.replace(leadingSign, "").trim());
    if (part?.kind === "text") parts.push(part);
  }
  return parts;
}

/** The text parts of a query as one would type them. */
export function formatWords(parts: readonly QueryPart[]): string {
  const words = parts.filter((part) => part.kind === "text").map(encodePart);
  return words
    .map((word, index) => {
      if (word.startsWith("-")) return `- ${word.slice(1)}`;
      return index === 0 ? word : `+ ${word}`;
    })
    .join(" ");
}

/** The query after the words were edited: pictures stay as they are. */
export function withWords(parts: readonly QueryPart[], typed: string): QueryPart[] {
  return [...parseWords(typed), ...parts.filter((part) => part.kind !== "text")];
}
