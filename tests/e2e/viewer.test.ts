/** Zooming: the original comes when the large thumbnail is too small, and where it can be drawn. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawnPicture } from "../../fixtures/drawn-pictures.ts";
import { chromiumPath, launchChromium, openPage } from "./browser.ts";
import { type ServedLibrary, serveLibrary } from "./served-library.ts";

const width = 1500;
const height = 500;

describe.skipIf(!chromiumPath)("the viewer", () => {
  let served: ServedLibrary;
  let browser: Browser;
  let page: Page;
  let troubles: string[];
  let viewer: Locator;

  beforeAll(async () => {
    [served, browser] = await Promise.all([serveLibrary({ picturesPerFamily: 0 }), launchChromium()]);
    writeFileSync(join(served.photos, "1.png"), drawnPicture("checks", 1, width, height));
    writeFileSync(join(served.photos, "2.tif"), drawnTiff(width, height));
    await served.run({ kind: "index", locations: [served.photos], thenCluster: false });
    ({ page, troubles } = await openPage(browser, served.address));
    viewer = page.getByRole("dialog", { name: "Viewer" });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  /** Pixels across of each picture on the stage, the original last. */
  const widths = () =>
    viewer
      .locator("[data-zoomed] img")
      .evaluateAll((images) =>
        images.map((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)),
      );

  test("loads the original when it is zoomed into", async () => {
    await page.goto("/photos?order=path");
    await page.getByRole("listbox").getByRole("option").first().click();
    await viewer.getByText("1 of 2").waitFor();
    await viewer.getByRole("button", { name: "Zoom in (+)" }).click();
    await expect.poll(widths, { timeout: 10_000 }).toEqual([1024, width]);
  });

  test("stays with the large thumbnail, and says so, where the browser cannot draw the original", async () => {
    await page.keyboard.press("ArrowRight");
    await viewer.getByText("2 of 2").waitFor();
    await page.keyboard.press("+");
    await viewer.getByText("this browser cannot draw the original").waitFor();
    expect(await widths()).toEqual([1024]);
    expect(troubles).toEqual([]);
  });
});

/** An uncompressed RGB TIFF (baseline, one strip), which Chromium does not draw. */
function drawnTiff(columns: number, rows: number): Uint8Array {
  const [short, long] = [3, 4];
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, long, 1, columns],
    [257, long, 1, rows],
    [258, short, 3, 134],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, 140],
    [277, short, 1, 3],
    [278, long, 1, rows],
    [279, long, 1, columns * rows * 3],
    [284, short, 1, 1],
  ];
  const file = Buffer.alloc(140 + columns * rows * 3);
  file.write("II*\0", "latin1");
  file.writeUInt32LE(8, 4);
  file.writeUInt16LE(entries.length, 8);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + index * 12;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(count, at + 4);
    file.writeUInt32LE(value, at + 8);
  }
  for (const at of [134, 136, 138]) file.writeUInt16LE(8, at);
  for (let pixel = 0; pixel < columns * rows; pixel++) {
    file.set([pixel % 256, (pixel / columns) % 256, 90], 140 + pixel * 3);
  }
  return file;
}
