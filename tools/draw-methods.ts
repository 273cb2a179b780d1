/**
 * Draws every registered method on the same data and writes the page that explains them:
 * docs/methods.md and docs/methods/*.svg. Nothing is drawn by hand and no table is typed: pictures are
 * real runs, words are the registry's.
 *
 * Clustering methods get two sets of points in the plane: round groups of different density, and rings.
 * Projections get both sets laid into 30 dimensions.
 *
 * Run: npx tsx --conditions=source tools/draw-methods.ts
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import {
  type ClusterMethod,
  clusterMethods,
  type Matrix,
  type ProjectionMethod,
  projectionMethods,
} from "@imantics/core";
import { blobs, type DrawnSet, inManyDimensions, rings } from "./draw-methods/data-sets.ts";
import { methodsPage } from "./draw-methods/page.ts";
import { clusterPicture, mapPicture } from "./draw-methods/picture.ts";
import { settingsFor } from "./draw-methods/settings.ts";

const SEED = 1;
const docs = new URL("../docs/", import.meta.url);
const pictures = new URL("methods/", docs);

const sets: readonly DrawnSet[] = [blobs(), rings()];
mkdirSync(pictures, { recursive: true });
for (const file of readdirSync(pictures)) if (file.endsWith(".svg")) rmSync(new URL(file, pictures));

for (const method of clusterMethods) {
  const panels = [];
  for (const set of sets) panels.push({ set, ...(await clustered(method, set)) });
  write(`cluster-${method.id}`, clusterPicture(method.title, panels));
}
for (const method of projectionMethods) {
  const panels = [];
  for (const set of sets) panels.push({ set, ...(await mapped(method, set)) });
  write(`project-${method.id}`, mapPicture(method.title, panels));
}
writeFileSync(new URL("methods.md", docs), methodsPage(clusterMethods, projectionMethods, settingsFor));

async function clustered(
  method: ClusterMethod,
  { vectors, name }: DrawnSet,
): Promise<{ labels: Int32Array }> {
  const { assignment } = await method.cluster(vectors, settingsFor(method, name), { seed: SEED });
  return { labels: assignment };
}

async function mapped(
  method: ProjectionMethod,
  set: DrawnSet,
): Promise<{ places: Matrix; trustworthiness: number }> {
  const vectors = inManyDimensions(set.vectors, SEED);
  const { coordinates, quality } = await method.project(vectors, { dimensions: 2 }, { seed: SEED });
  return { places: coordinates, trustworthiness: quality.trustworthiness };
}

function write(name: string, svg: string): void {
  writeFileSync(new URL(`${name}.svg`, pictures), svg);
  console.log(`docs/methods/${name}.svg`);
}
