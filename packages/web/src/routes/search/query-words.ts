/** Parts and conditions of a query, and why a hit is there, in a few words for chips, tooltips and screen readers. */
import { type Condition, formatCondition, type Hit, type QueryPart, type Reason } from "@imantics/api";
import { regionWords } from "../../regions/region-words.ts";
import { percentile } from "../../words/quantities.ts";

export function partWords(part: QueryPart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "region":
      return "a part of a photo";
    case "image":
      return part.box ? "a part of a photo" : "a photo of the library";
    case "picture":
      return part.box ? "a part of a picture" : "a picture";
  }
}

/** What comes before the value: "person" Anna, "in the picture" "TOTAL". */
export function conditionName({ field }: Condition): string {
  return field === "written" ? "in the picture" : field;
}

export function conditionValue(condition: Condition): string {
  switch (condition.field) {
    case "written":
      return `"${condition.text}"`;
    case "type":
      return condition.type;
    case "is":
      return condition.what;
    case "label":
      return condition.label;
    case "date":
      return formatCondition({ ...condition, isNot: false }).slice("date:".length);
    default:
      return condition.name;
  }
}

/** `whole picture 62, text "CAFE" 30 (says cafe), object cup 8`; more than one part of the query: what each says. */
export function whyWords(hit: Pick<Hit, "reasons" | "parts">, parts: readonly QueryPart[]): string {
  const reasons = hit.reasons.map(reasonWords).join(", ");
  if (parts.length < 2 || hit.parts.length === 0) return reasons;
  const each = parts.map((part, index) => {
    const sign = part.weight < 0 ? "without " : "";
    return `${sign}${partWords(part)} ${percentile(hit.parts[index] ?? 0)}`;
  });
  return `${reasons}. Of the whole picture: ${each.join(", ")}`;
}

/** Where nothing was ranked, the part that meets the conditions is all there is to say. */
export function meetsWords({ reasons }: Pick<Hit, "reasons">): string {
  const shown = reasons.filter(({ region }) => region.type !== "whole");
  return shown.map(({ region }) => regionWords(region)).join(", ");
}

function reasonWords({ region, percentile: sure, words }: Reason): string {
  const said = words.length > 0 ? ` (says ${words.join(", ")})` : "";
  return `${regionWords(region)} ${percentile(sure)}${said}`;
}
