/** The packages of this project that people install: folder, name and what stands in their package.json. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every package below `packages/`, in the order of their names. */
export function allPackages(root) {
  return readdirSync(join(root, "packages"))
    .sort()
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8"));
      return { id: folder, folder: join(root, "packages", folder), name: manifest.name, manifest };
    });
}

/** Those that go to the registry. */
export const publishedPackages = (root) => allPackages(root).filter(({ manifest }) => !manifest.private);
