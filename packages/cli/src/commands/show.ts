/** `imantics show [what]`: the library, an image, a clustering or a cluster in words. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ImanticsError, type Library } from "@imantics/engine";
import type { Command } from "commander";
import { nameOf } from "../clustering-rows.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { describeClustering } from "../render/clustering.ts";
import { describeImage } from "../render/image.ts";
import { describeLibrary } from "../render/library.ts";
import { formatCount } from "../render/numbers.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

/** What a command prints: `data` for scripts, `text` for people. */
interface Answer {
  readonly data: unknown;
  readonly text: string;
}

export function addShowCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("show")
    .summary("tell about the library, an image, a clustering or a cluster")
    .description(
      "Without an argument: the library, its encoder and its clusterings. With one: an image (by file or " +
        "id), a clustering or a cluster. A file is recognised by its content, wherever it lies.",
    )
    .argument("[what]", "image file, image id, clustering id or cluster id")
    .addHelpText("after", examples);
  addLibraryOptions(command).action(async (what: string | undefined, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const { data, text } =
        what === undefined ? await showLibrary(library) : await showOne(library, what, terminal.cwd);
      terminal.print(parsed.json ? JSON.stringify(data) : text);
    });
  });
}

const examples = `
Examples:
  $ imantics show
  $ imantics show photos/beach.jpg
  $ imantics show --json | jq .counts`;

async function showLibrary(library: Library): Promise<Answer> {
  const summary = await library.describe();
  const clusterings = await library.clusterings.list();
  return { data: { ...summary, clusterings }, text: describeLibrary(summary, clusterings) };
}

async function showOne(library: Library, what: string, cwd: string): Promise<Answer> {
  const file = resolve(cwd, what);
  if (existsSync(file) && statSync(file).isFile()) return showImage(library, await contentId(file), cwd);
  if (/^[0-9a-f]{64}$/.test(what)) return showImage(library, what, cwd);
  const found = (await showClustering(library, what)) ?? (await showCluster(library, what, cwd));
  if (found) return found;
  throw new ImanticsError(
    "not-found",
    `"${what}" is no image file, image id, clustering or cluster of this library. "imantics show" lists the clusterings.`,
  );
}

async function showImage(library: Library, id: string, cwd: string): Promise<Answer> {
  const entry = await library.images.get(id);
  const clusters = await library.images.clustersOf(id);
  const asTyped = await typedPaths(library, [], cwd);
  const image = { ...entry, paths: entry.paths.map(asTyped) };
  return { data: { ...image, clusters }, text: describeImage(image, clusters) };
}

async function showClustering(library: Library, id: string): Promise<Answer | null> {
  const clusterings = await library.clusterings.list();
  if (!clusterings.some((one) => one.id === id)) return null;
  const detail = await library.clusterings.get(id);
  return { data: detail, text: describeClustering(detail) };
}

/** How many members a person sees; `--json` gives as many. */
const memberCount = 20;

async function showCluster(library: Library, id: string, cwd: string): Promise<Answer | null> {
  for (const { id: clustering } of await library.clusterings.list()) {
    const { clusters } = await library.clusterings.get(clustering);
    const cluster = clusters.find((one) => one.id === id);
    if (!cluster) continue;
    const page = {
      order: "newest",
      offset: 0,
      limit: memberCount,
      cluster: { clustering, cluster: id },
    } as const;
    const { tiles } = await library.images.page(page);
    const images = await library.images.many(tiles.map((tile) => tile.id));
    const asTyped = await typedPaths(library, [], cwd);
    const members = images.map(({ id: image, paths }) => ({ id: image, path: asTyped(paths[0] ?? "") }));
    const near = await library.clusterings.near(clustering, id, 5);
    const text = [
      `${nameOf(cluster)}: ${formatCount(cluster.size)} images (cluster ${id} of clustering ${clustering})`,
      ...(cluster.alternatives.length > 0
        ? [`Could also be called: ${cluster.alternatives.join(", ")}`]
        : []),
      ...(near.length > 0 ? [`Near: ${near.map((one) => nameOf(one.cluster)).join(", ")}`] : []),
      "",
      "Most typical first:",
      ...members.map(({ path }) => `  ${path}`),
    ].join("\n");
    return { data: { ...cluster, name: nameOf(cluster), near, members }, text };
  }
  return null;
}

/** An image's id is the SHA-256 of its bytes, so a file leads to it even after it was moved. */
async function contentId(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
