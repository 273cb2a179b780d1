/** The version of Imantics: read once from this package's package.json, which releases change and nobody repeats. */
import { readFileSync } from "node:fs";
import { z } from "zod";

const Manifest = z.object({ version: z.string().min(1) });

/** Such as `1.4.0`; every package of Imantics is released under the same one. */
export const version: string = Manifest.parse(
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")),
).version;
