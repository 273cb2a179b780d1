/** A part of a picture in a few words, the same on tiles, chips, outlines and in the details. */
import type { HitRegion, Region, RegionType } from "@imantics/api";

type Told = Pick<HitRegion | Region, "type" | "label" | "text">;

const typeNames: Readonly<Record<RegionType, string>> = {
  whole: "whole picture",
  object: "object",
  text: "text",
  face: "face",
  drawn: "drawn part",
};
const mostLetters = 48;

/** `text "CAFE"`, `object cup`, `drawn part`. */
export function regionWords({ type, label, text }: Told): string {
  const said = type === "text" ? text && `"${shortened(text)}"` : label;
  return said ? `${typeNames[type]} ${said}` : typeNames[type];
}

/** Shorter, where the type can be seen: `cup`, `CAFE`, `drawn part`. */
export function regionLabel({ type, label, text }: Told): string {
  return (type === "text" ? text && shortened(text) : label) || typeNames[type];
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > mostLetters ? `${line.slice(0, mostLetters - 1).trimEnd()}…` : line;
}
