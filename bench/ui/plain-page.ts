/** The peer: one `<img loading="lazy">` an image in rows that wrap, no script, sizes known beforehand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageTile } from "@imantics/api";

const rowHeight = 200;

/** Writes the page as `plain/index.html` into the folder that the server serves; returns its address. */
export function plainPage(webFolder: string, tiles: readonly ImageTile[]): string {
  const images = tiles.map(
    ({ id, width, height }) =>
      `<img role="option" loading="lazy" src="/api/images/${id}/thumbnail" ` +
      `width="${Math.round((rowHeight * width) / height)}" height="${rowHeight}" alt="">`,
  );
  mkdirSync(join(webFolder, "plain"), { recursive: true });
  writeFileSync(
    join(webFolder, "plain", "index.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><div role="listbox">${images.join("\n")}</div></html>`,
  );
  return "/plain/";
}
