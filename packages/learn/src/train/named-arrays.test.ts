import fc from "fast-check";
import { expect, test } from "vitest";
import { packArrays, unpackArrays } from "./named-arrays.ts";

test("what is packed comes back, bit for bit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.float32Array({ maxLength: 9 }), { maxLength: 4 }),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
      (arrays, numbers) => {
        const named = Object.fromEntries(arrays.map((values, i) => [`ä${i}`, values]));
        const facts = { numbers: numbers.map((value) => value + 0) };
        const back = unpackArrays(packArrays(facts, named));
        expect(back.arrays).toEqual(named);
        expect(back.facts).toEqual(JSON.parse(JSON.stringify(facts)));
      },
    ),
  );
});

test("any byte that changes, and any that is missing, is noticed", () => {
  const bytes = packArrays({ step: 3 }, { weights: Float32Array.of(1, 2, 3) });
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.slice();
    changed[i] ^= 1;
    expect(() => unpackArrays(changed), `byte ${i}`).toThrow(RangeError);
    expect(() => unpackArrays(bytes.subarray(0, i)), `cut at ${i}`).toThrow(RangeError);
  }
});
