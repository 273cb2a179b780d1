/** `imantics export`: what the library knows, as JSON or CSV, for other programs. */
import { ImanticsError, type Library } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { assignmentRows, chosenClustering, nameOf } from "../clustering-rows.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { csvLine } from "../render/csv.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";
import { writeWhole } from "../write-whole.ts";

const kinds = ["images", "assignments", "names"] as const;
type Kind = (typeof kinds)[number];
type Row = Readonly<Record<string, string | number | boolean | null>>;

const ExportOptions = LibraryOptions.extend({
  format: z.enum(["json", "csv"]).default("json"),
  clustering: z.string().optional(),
  out: z.string().optional(),
});

export function addExportCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("export")
    .summary("write images, assignments or names as JSON or CSV")
    .description(
      "images: one row a file, with what is known of it. assignments: one row a file, with its cluster. " +
        "names: one row a cluster. JSON is an array with one object a line; CSV follows RFC 4180.",
    )
    .argument("<what>", kinds.join(", "))
    .option("--format <format>", "json or csv (default: json)")
    .option("--clustering <id>", "which clustering (default: the one shown first)")
    .option("--out <file>", "write to a file instead of stdout; it appears whole or not at all")
    .addHelpText("after", examples);
  addLibraryOptions(command).action(async (what: string, options: unknown) => {
    const parsed = parseOptions(ExportOptions, options);
    const kind = kinds.find((one) => one === what);
    if (kind === undefined) {
      throw new ImanticsError("usage", `"${what}" cannot be exported; it is one of ${kinds.join(", ")}.`);
    }
    await withLibrary("read", parsed, terminal, async (library) => {
      const text = render(rowsOf(kind, library, parsed.clustering, terminal.cwd), parsed.format);
      if (parsed.out === undefined) for await (const piece of text) terminal.write(piece);
      else await writeWhole(parsed.out, text, terminal.cwd);
    });
  });
}

const examples = `
Examples:
  $ imantics export images --format csv --out images.csv
  $ imantics export assignments | jq '.[] | select(.cluster == null) | .path'`;

function rowsOf(
  kind: Kind,
  library: Library,
  clustering: string | undefined,
  cwd: string,
): AsyncIterable<Row> {
  switch (kind) {
    case "images":
      return imageRows(library, cwd);
    case "assignments":
      return clusterRows(library, clustering, cwd);
    case "names":
      return nameRows(library, clustering);
  }
}

const pageSize = 500;

async function* imageRows(library: Library, cwd: string): AsyncIterable<Row> {
  const asTyped = await typedPaths(library, [], cwd);
  for (let offset = 0; ; offset += pageSize) {
    const { tiles } = await library.images.page({
      order: "path",
      offset,
      limit: pageSize,
      withUnavailable: true,
    });
    for (const image of await library.images.many(tiles.map(({ id }) => id))) {
      for (const path of image.paths) {
        yield {
          path: asTyped(path),
          id: image.id,
          width: image.width,
          height: image.height,
          format: image.format,
          sizeBytes: image.sizeBytes,
          takenAt: image.takenAt,
          camera: image.camera,
          latitude: image.latitude,
          longitude: image.longitude,
          perceptualHash: image.perceptualHash,
          isAvailable: image.isAvailable,
        };
      }
    }
    if (tiles.length < pageSize) return;
  }
}

async function* clusterRows(library: Library, id: string | undefined, cwd: string): AsyncIterable<Row> {
  const clustering = id ?? (await chosenClustering(library)).id;
  const { clusters } = await library.clusterings.get(clustering);
  const names = new Map(clusters.map((cluster) => [cluster.id, nameOf(cluster)]));
  const asTyped = await typedPaths(library, [], cwd);
  for (const { path, image, cluster, strength } of await assignmentRows(library, clustering)) {
    const name = cluster === null ? null : (names.get(cluster) ?? null);
    yield { path: asTyped(path), id: image, clustering, cluster, name, strength };
  }
}

async function* nameRows(library: Library, id: string | undefined): AsyncIterable<Row> {
  const clustering = id ?? (await chosenClustering(library)).id;
  for (const cluster of (await library.clusterings.get(clustering)).clusters) {
    const { size, suggestedName, givenName, alternatives } = cluster;
    yield {
      clustering,
      cluster: cluster.id,
      name: nameOf(cluster),
      size,
      suggestedName,
      givenName,
      alternatives: alternatives.join("; "),
    };
  }
}

/** Row by row, so that a large library never lies in memory as text. */
async function* render(rows: AsyncIterable<Row>, format: "json" | "csv"): AsyncIterable<string> {
  let isFirst = true;
  if (format === "json") yield "[";
  for await (const row of rows) {
    if (format === "json") yield `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
    else yield (isFirst ? csvLine(Object.keys(row)) : "") + csvLine(Object.values(row));
    isFirst = false;
  }
  if (format === "json") yield "\n]\n";
}
