import { describe, expect, test } from "vitest";
import { confidenceAt, MIN_LIKENESS, personFrom, suggestPerson } from "./face-likeness.ts";

const unit = (x: number) => Float32Array.of(x, Math.sqrt(1 - x * x), 0);
const ann = personFrom([Float32Array.of(1, 0, 0)]);
const ben = personFrom([Float32Array.of(0, 0, 1)]);

describe("suggestPerson", () => {
  test("likeliest first, with the mean cosine to their faces", () => {
    const two = personFrom([Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)]);
    const suggestions = suggestPerson(Float32Array.of(0.6, 0.8, 0), [ben, two, ann]);
    expect(suggestions.map(({ person }) => person)).toEqual([1, 2, 0]);
    expect(suggestions[0]?.likeness).toBeCloseTo(0.7, 6);
  });

  test("a face like nobody's is nobody's", () => {
    for (const { confidence } of suggestPerson(unit(0.05), [ann, ben])) expect(confidence).toBeLessThan(0.05);
  });

  test("two people who look alike share the confidence", () => {
    const alone = suggestPerson(unit(0.8), [ann])[0]?.confidence ?? 0;
    const shared = suggestPerson(unit(0.8), [ann, ann]).map(({ confidence }) => confidence);
    expect(alone).toBeGreaterThan(0.99);
    for (const confidence of shared) expect(confidence).toBeCloseTo(alone / (1 + alone), 6);
  });

  test("one person alone: the chance that the curve gives", () => {
    expect(suggestPerson(unit(0.4), [ann])[0]?.confidence).toBeCloseTo(confidenceAt(0.4), 6);
  });

  test("nobody known, nobody suggested", () => {
    expect(suggestPerson(unit(0.5), [])).toEqual([]);
  });
});

test("faces join people only when it is at least nine in ten that they belong", () => {
  expect(confidenceAt(MIN_LIKENESS)).toBeGreaterThan(0.9);
});

test("a person without faces is refused", () => {
  expect(() => personFrom([])).toThrow(RangeError);
});
