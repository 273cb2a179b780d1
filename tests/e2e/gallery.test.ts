/**
 * Every page at three widths in both themes: nothing goes wrong, nothing sticks out, every control
 * has a name, nothing leaves the machine. The pictures of it lie in `test-results/gallery`.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, openPage, picturesDrawn, type View } from "./browser.ts";
import { resultsFolder, type ServedLibrary, serveLibrary } from "./served-library.ts";

const gallery = join(resultsFolder, "gallery");
const views: readonly View[] = [
  { theme: "dark", width: 1280, height: 800 },
  { theme: "light", width: 1280, height: 800 },
  { theme: "dark", width: 360, height: 740 },
  { theme: "light", width: 360, height: 740 },
  { theme: "dark", width: 2560, height: 1300 },
];

describe.skipIf(!chromiumPath)("every page", () => {
  let served: ServedLibrary;
  let browser: Browser;
  const pages: [name: string, path: string][] = [];

  beforeAll(async () => {
    mkdirSync(gallery, { recursive: true });
    [served, browser] = await Promise.all([serveLibrary({ picturesPerFamily: 10 }), launchChromium()]);
    const [clustering] = await served.library.clusterings.list();
    const { clusters } = await served.library.clusterings.get(clustering!.id);
    const { tiles } = await served.library.images.page({ order: "newest", offset: 0, limit: 1 });
    pages.push(
      ["home", "/"],
      ["photos", "/photos"],
      ["viewer", `/photos?image=${tiles[0]!.id}&at=0`],
      ["search-help", "/search"],
      ["search", `/search?q=stripes -image:${tiles[0]!.id}@0,0,0.5,0.5 -type:drawn&weigh=object:1`],
      ["search-unreadable", "/search?q=stripes colour:red"],
      ["clusters", "/clusters"],
      ["clustering", `/clusters/${clustering!.id}`],
      ["cluster", `/clusters/${clustering!.id}/${clusters[0]!.id}`],
      ["people", "/people"],
      ["jobs", "/jobs"],
      ["settings", "/settings"],
      ["nowhere", "/no/such/page"],
    );
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test.each(views)(
    "is sound in $theme at $width px",
    async (view) => {
      const { page, troubles } = await openPage(browser, served.address, view);
      for (const [name, path] of pages) {
        await page.goto(path);
        await page.locator("h1, dialog[open]").first().waitFor();
        await picturesDrawn(page);
        expect.soft(await sidewaysOverflow(page), `${name} is wider than the window`).toBe(0);
        expect.soft(await namelessControls(page), `${name} has controls without a name`).toEqual([]);
        await page.screenshot({ path: join(gallery, `${name}-${view.theme}-${view.width}.png`) });
      }
      expect(troubles).toEqual([]);
      await page.context().close();
    },
    180_000,
  );
});

function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scrollers = [document.documentElement, document.getElementById("content")];
    return Math.max(...scrollers.map((element) => (element ? element.scrollWidth - element.clientWidth : 0)));
  });
}

/** What a screen reader would announce without a name. */
function namelessControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      "button, a[href], input:not([hidden]), select, [role=slider]",
    );
    return [...controls]
      .filter((control) => {
        const labels =
          control instanceof HTMLInputElement || control instanceof HTMLSelectElement ? control.labels : null;
        const pictures = [...control.querySelectorAll("img")].map((image) => image.alt);
        const texts = [
          control.ariaLabel,
          control.textContent,
          control.title,
          labels?.[0]?.textContent,
          ...pictures,
        ];
        return texts.every((text) => !text?.trim());
      })
      .map((control) => control.outerHTML.slice(0, 120));
  });
}
