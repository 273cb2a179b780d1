import { defaultWeights } from "@imantics/api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, fusionOf, readFusion, weighedTypes } from "./fusion.ts";

test("how parts count comes back from the address as it was set", () => {
  const weight = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);
  const settings = fc.record({
    weights: fc.record(
      Object.fromEntries(
        weighedTypes.map((type) => [type, weight.filter((it) => it !== defaultWeights[type])]),
      ),
    ),
    aggregate: fc.constant("average" as const),
    usesConfidence: fc.constant(true),
  });
  fc.assert(
    fc.property(settings, (fusion) => {
      expect(fusionOf(readFusion({ ...addressOf(fusion) }))).toEqual(fusion);
    }),
  );
});

test("what is as usual is not in the address, and nonsense is ignored", () => {
  expect(addressOf({ weights: { ...defaultWeights }, aggregate: "max", usesConfidence: false })).toEqual({});
  expect(readFusion({ weigh: "object:9,face:1,text:,drawn:0.5,whole:1", pool: "sum", sure: "1" })).toEqual({
    weigh: "drawn:0.5",
  });
});
