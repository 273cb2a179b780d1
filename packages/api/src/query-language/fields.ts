/**
 * The fields of the query language: what may stand before a colon, what it means, and how its value is
 * read and written. A new field is one entry here, and a condition or part in `../search.ts`.
 */
import type { Box } from "../images.ts";
import { imageIdPattern, regionIdPattern, regionTypes } from "../patterns.ts";
import type { Condition, QueryPart } from "../search.ts";

/** What a value is read as; a message says why it cannot be. */
type Reading =
  | { readonly part: QueryPart }
  | { readonly condition: Condition }
  | { readonly problem: string };

export interface Field {
  readonly name: string;
  /** One line for a person who is choosing. */
  readonly meaning: string;
  readonly example: string;
  /** All values, where there are few. */
  readonly values?: readonly string[];
  /** False: understood, and not offered to whoever types. */
  readonly isOffered?: false;
  readonly read: (value: string, weight: number) => Reading;
}

const places = ["duplicate", "screenshot", "unnamed"] as const;

export const fields: readonly Field[] = [
  named("person", "shows somebody you have named", 'person:"Anna"', (name) => ({ field: "person", name })),
  named("label", "shows a thing: dog, car, or a kind: animal, vehicle", "label:dog", (label) => ({
    field: "label",
    label,
  })),
  {
    name: "type",
    meaning: "has a part of this type",
    example: "type:text",
    values: ["object", "text", "face", "drawn"],
    read: (value) => {
      const type = regionTypes.find((each) => each === value);
      return type
        ? { condition: { field: "type", type, isNot: false } }
        : { problem: `"${value}" is no type of part; there are object, text, face and drawn` };
    },
  },
  {
    name: "date",
    meaning: "taken on a day, in a month, a year or a span",
    example: "date:2019-05..2020",
    read: (value) => {
      const span = daysOf(value);
      return span
        ? { condition: { field: "date", ...span, isNot: false } }
        : {
            problem: `"${value}" is no date; write 2019, 2019-05, 2019-05-12 or a span such as 2018..2020-06`,
          };
    },
  },
  named("place", "taken in a town, region or country", "place:Lisbon", (name) => ({ field: "place", name })),
  named("camera", "taken with a camera of this name", "camera:fuji", (name) => ({ field: "camera", name })),
  named("folder", "lies in a folder of this name", 'folder:"Summer 2019"', (name) => ({
    field: "folder",
    name,
  })),
  {
    name: "album",
    meaning: "is in an album; there are none yet",
    example: 'album:"Summer 2019"',
    isOffered: false,
    // A word kept free: read as a folder today, an old line would quietly mean something else later.
    read: (value) => ({
      problem: `there are no albums yet; for photos in a folder write folder:${value.includes(" ") ? `"${value}"` : value}`,
    }),
  },
  named("cluster", "belongs to a cluster", "cluster:birthday", (name) => ({ field: "cluster", name })),
  {
    name: "is",
    meaning: "has a quality",
    example: "is:screenshot",
    values: places,
    read: (value) => {
      const what = places.find((each) => each === value);
      return what
        ? { condition: { field: "is", what, isNot: false } }
        : {
            problem: `"is:${value}" is not known; there are ${places.map((each) => `is:${each}`).join(", ")}`,
          };
    },
  },
  {
    name: "words",
    meaning: "words to look for, when they would read as something else",
    example: 'words:"NOT (yet)"',
    read: (value, weight) =>
      value.trim() === ""
        ? { problem: "there are no words" }
        : { part: { kind: "text", text: value.trim(), weight } },
  },
  pictured(
    "image",
    "looks like a picture of the library, or the part of it under x,y,width,height",
    (id, rest) => {
      return { kind: "image", id, ...rest };
    },
  ),
  pictured("picture", "looks like a picture that was sent, or a part of it", (picture, rest) => {
    return { kind: "picture", picture, ...rest };
  }),
  {
    name: "region",
    meaning: "looks like a part of a picture of the library",
    example: "region:3f9a…:object:1000-2000-500-500",
    read: (value, weight) =>
      regionIdPattern.test(value)
        ? { part: { kind: "region", id: value, weight } }
        : { problem: `"${value}" is no region id` },
  },
];

/** Those to choose from. */
export const offeredFields: readonly Field[] = fields.filter(({ isOffered }) => isOffered !== false);

function named(
  name: string,
  meaning: string,
  example: string,
  condition: (value: string) => Omit<Extract<Condition, { name: string } | { label: string }>, "isNot">,
): Field {
  return {
    name,
    meaning,
    example,
    read: (value) =>
      value.trim() === ""
        ? { problem: `${name}: needs a name behind it, such as ${example}` }
        : { condition: { ...condition(value.trim()), isNot: false } as Condition },
  };
}

function pictured(
  name: string,
  meaning: string,
  part: (id: string, rest: { readonly weight: number; readonly box?: Box }) => QueryPart,
): Field {
  return {
    name,
    meaning,
    example: `${name}:3f9a…@0.1,0.2,0.5,0.5`,
    read: (value, weight) => {
      const at = locatedAt(value);
      return at && imageIdPattern.test(at.id)
        ? { part: part(at.id, { ...at.box, weight }) }
        : { problem: `"${value}" is no ${name} id (64 hex digits, then perhaps @x,y,width,height)` };
    },
  };
}

const unit = String.raw`\s*(\d+(?:\.\d+)?|\.\d+)\s*`;
const located = new RegExp(`^([^@]*)(?:@${unit},${unit},${unit},${unit})?$`);

function locatedAt(value: string) {
  const found = located.exec(value);
  if (!found) return null;
  const [, id = "", ...sides] = found;
  if (sides[0] === undefined) return { id, box: {} };
  const [x = 0, y = 0, width = 0, height = 0] = sides.map(Number);
  const isInside = width > 0 && height > 0 && x + width <= 1.0001 && y + height <= 1.0001;
  return isInside ? { id, box: { box: { x, y, width, height } } } : null;
}

const date = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;

/** First and last day of `2019`, `2019-05`, `2019-05-12`, `a..b`, `a..` or `..b`; null for anything else. */
export function daysOf(value: string): { from: string | null; to: string | null } | null {
  const [first = "", last, ...rest] = value.split("..");
  if (rest.length > 0) return null;
  if (last === undefined) {
    const from = boundOf(first, "first");
    return from === null ? null : { from, to: boundOf(first, "last") };
  }
  const from = first === "" ? null : boundOf(first, "first");
  const to = last === "" ? null : boundOf(last, "last");
  const isMissing =
    (first !== "" && from === null) || (last !== "" && to === null) || (first === "" && last === "");
  return isMissing || (from !== null && to !== null && from > to) ? null : { from, to };
}

function boundOf(value: string, end: "first" | "last"): string | null {
  const found = date.exec(value);
  if (!found) return null;
  const [, year = "", month, day] = found;
  const monthOr = month ?? (end === "first" ? "01" : "12");
  const lastDay = new Date(Date.UTC(Number(year), Number(monthOr), 0)).getUTCDate();
  const dayOr = day ?? (end === "first" ? "01" : String(lastDay));
  const isReal =
    Number(monthOr) >= 1 && Number(monthOr) <= 12 && Number(dayOr) >= 1 && Number(dayOr) <= lastDay;
  return isReal ? `${year}-${monthOr}-${dayOr}` : null;
}
