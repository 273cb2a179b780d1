/** Fails when package-lock.json lacks an entry for any platform package that it names. */
import { readFileSync } from "node:fs";
import { missingOptionalPackages } from "./lockfile.mjs";

const path = new URL("../package-lock.json", import.meta.url);
const missing = missingOptionalPackages(JSON.parse(readFileSync(path, "utf8")).packages);

for (const { at, name, version } of missing) console.error(`${at || "(root)"} wants ${name} ${version}`);
if (missing.length > 0) {
  console.error(
    `package-lock.json lacks ${missing.length} platform packages: "npm ci" would fail or leave other platforms ` +
      "without their binaries. Run: node tools/complete-lockfile.mjs",
  );
  process.exitCode = 1;
}
