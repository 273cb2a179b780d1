import { expect, test } from "vitest";
import { signedDegrees } from "./exif.ts";

test.each([
  [[16, 22, 12], "W", "EW", -16.37],
  [[16, 22, 12], "w", "EW", -16.37],
  [[16, 22, 12], "West\0", "EW", -16.37],
  [[16, 22, 12], " east", "EW", 16.37],
  [[48, 12], "n", "NS", 48.2],
  [[48.2], "South", "NS", -48.2],
  [[48, 12, 0], "", "NS", undefined],
  [[48, 12, 0], undefined, "NS", undefined],
  [[48, 12, 0], "W", "NS", undefined],
  [[], "N", "NS", undefined],
  [undefined, "N", "NS", undefined],
] as const)("%j %s is %s: %s", (parts, reference, halves, expected) => {
  const degrees = signedDegrees(parts, reference, halves);
  if (expected === undefined) expect(degrees).toBeUndefined();
  else expect(degrees).toBeCloseTo(expected, 10);
});
