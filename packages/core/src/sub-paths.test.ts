/** Every room is to be had by itself, under the name that package.json gives it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const subPaths = Object.keys(exports).filter((path) => path !== ".");

test.each(subPaths)("@imantics/core/%s holds a part of the whole", async (path) => {
  const whole = await import("@imantics/core");
  const part = await import(`@imantics/core/${path.slice(2)}`);
  const names = Object.keys(part);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(whole).toHaveProperty(name, part[name]);
});
