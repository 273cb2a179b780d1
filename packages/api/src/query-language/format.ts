/** What is looked for as a line that `parseQuery` reads back as the same. */
import type { Box } from "../images.ts";
import type { Condition, QueryPart } from "../search.ts";
import { type ParsedQuery, parseQuery } from "./parse.ts";

export function formatQuery({ parts, conditions }: ParsedQuery): string {
  const items = parts.map((part, at) => formatPart(part, parts.findIndex(isPlain) === at && at === 0));
  return [...items, ...conditions.map(formatCondition)].join(" ");
}

/** @param isFirst words at the very beginning need no sign */
export function formatPart(part: QueryPart, isFirst = false): string {
  const size = Number(Math.abs(part.weight).toFixed(2));
  const factor = size === 1 ? "" : `${size}*`;
  const sign = part.weight < 0 ? "-" : isFirst || part.kind !== "text" ? "" : "+";
  return `${sign}${factor}${bodyOf(part, sign + factor === "")}`;
}

export function formatCondition(condition: Condition): string {
  const sign = condition.isNot ? "-" : "";
  switch (condition.field) {
    case "written":
      return sign + quoted(condition.text);
    case "type":
      return `${sign}type:${condition.type}`;
    case "is":
      return `${sign}is:${condition.what}`;
    case "label":
      return `${sign}label:${value(condition.label)}`;
    case "date":
      return `${sign}date:${spanOf(condition.from, condition.to)}`;
    default:
      return `${sign}${condition.field}:${value(condition.name)}`;
  }
}

function isPlain(part: QueryPart): boolean {
  return part.kind === "text" && part.weight === 1;
}

function bodyOf(part: QueryPart, isBare: boolean): string {
  switch (part.kind) {
    case "image":
      return `image:${part.id}${at(part.box)}`;
    case "picture":
      return `picture:${part.picture}${at(part.box)}`;
    case "region":
      return `region:${part.id}`;
    case "text": {
      const written = isBare || !part.text.includes(" ") ? part.text : `(${part.text})`;
      return readsAs(written, part.text) ? written : `words:${quoted(part.text)}`;
    }
  }
}

/** Whether the words stay words: they may hold signs, quotes, brackets or colons. */
function readsAs(written: string, text: string): boolean {
  try {
    const { parts, conditions } = parseQuery(`+${written}`);
    const [part] = parts;
    return (
      parts.length === 1 &&
      conditions.length === 0 &&
      part?.kind === "text" &&
      part.text === text &&
      part.weight === 1
    );
  } catch {
    return false;
  }
}

function at(box: Box | undefined): string {
  if (!box) return "";
  return `@${[box.x, box.y, box.width, box.height].map((side) => Number(side.toFixed(4))).join(",")}`;
}

function value(text: string): string {
  return /^[^\s"*()]+$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** The shortest way to write a span: a year, a month, a day, or two days. */
function spanOf(from: string | null, to: string | null): string {
  if (from !== null && to !== null) {
    if (from === to) return from;
    const [year, month] = from.split("-");
    if (from === `${year}-01-01` && to === `${year}-12-31`) return `${year}`;
    const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
    if (from.endsWith("-01") && to === `${year}-${month}-${lastDay}`) return `${year}-${month}`;
  }
  return `${from ?? ""}..${to ?? ""}`;
}
