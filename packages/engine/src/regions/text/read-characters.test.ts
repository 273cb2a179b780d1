import { describe, expect, test } from "vitest";
import { readCharacters } from "./read-characters.ts";

const characters = ["a", "b", " "];

/** One row a step: probabilities of blank, a, b and space. */
function read(...rows: readonly (readonly [number, number, number, number])[]) {
  return readCharacters(Float32Array.from(rows.flat()), rows.length, characters);
}

const blank = [0.99, 0.005, 0.004, 0.001] as const;
const a = [0.1, 0.8, 0.1, 0] as const;
const b = [0.2, 0.2, 0.6, 0] as const;
const space = [0.1, 0, 0, 0.9] as const;
const hintOfSpace = [0.95, 0.01, 0.01, 0.03] as const;

describe("characters", () => {
  test("a repeat is one character, unless a blank parts it", () => {
    expect(read(a, a, b).text).toBe("ab");
    expect(read(a, blank, a).text).toBe("aa");
    expect(read(a, space, a).text).toBe("a a");
  });

  test("a blank with a hint of a space is a space, and only between characters", () => {
    expect(read(a, hintOfSpace, b).text).toBe("a b");
    expect(read(a, blank, b).text).toBe("ab");
    expect(read(hintOfSpace, a, hintOfSpace, space).text).toBe("a");
  });

  test("confidence is the mean over characters, blanks aside", () => {
    expect(read(blank, a, blank, b, blank).confidence).toBeCloseTo(0.7, 6);
    expect(read(blank, blank)).toEqual({ text: "", confidence: 0 });
    expect(read()).toEqual({ text: "", confidence: 0 });
  });
});
