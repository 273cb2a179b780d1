/** A part of a query in a few words, for chips, tooltips and screen readers. */
import type { QueryPart } from "@imantics/api";

export function partWords(part: QueryPart): string {
  if (part.kind === "text") return part.text;
  return part.kind === "image" ? "a photo of the library" : "a picture";
}

/** "beach 98, without people 12": what each part says of a hit. */
export function whyWords(parts: readonly QueryPart[], percentiles: readonly number[]): string {
  return parts
    .map((part, index) => {
      const sign = part.weight < 0 ? "without " : "";
      return `${sign}${partWords(part)} ${Math.round(percentiles[index] ?? 0)}`;
    })
    .join(", ");
}
