/** One visit to a page with a grid, in a browser that has seen nothing yet: open, wheel, jump. */
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";

const watchScript = fileURLToPath(new URL("./watch-page.js", import.meta.url));
const viewport = { width: 1280, height: 800 };
/** 6,000 px a second, as fast as a wheel is turned by someone who looks for something. */
const wheel = { steps: 60, px: 300, everyMs: 50 };

declare global {
  interface Window {
    /** See `watch-page.js`. */
    readonly gridWatch: {
      firstPictureMs(): number | null;
      start(): void;
      stop(): { frames: number[]; longestBlank: number };
      jump(share: number): Promise<{ blankMs: number; wholeMs: number }>;
      isWhole(): boolean;
    };
  }
}

export interface PageReading {
  /** From the start of the navigation until the first picture of the grid is painted. */
  readonly firstPictureMs: number;
  /** Longest time a place in view showed neither placeholder nor picture: while wheeling, after each jump. */
  readonly blankMs: Readonly<Record<"wheel" | "toMiddle" | "toEnd", number>>;
  /** From a jump until every picture in view is drawn. */
  readonly wholeMs: Readonly<Record<"toMiddle" | "toEnd", number>>;
  /** While wheeling. */
  readonly frameMs: { readonly p50: number; readonly p95: number; readonly longest: number };
  /** Elements in the document at the end. */
  readonly elements: number;
}

export async function measurePage(browser: Browser, address: string, path: string): Promise<PageReading> {
  const context = await browser.newContext({ baseURL: address, viewport });
  try {
    await context.addInitScript({ path: watchScript });
    const page = await context.newPage();
    await page.goto(path);
    await page.waitForFunction(() => window.gridWatch.firstPictureMs() !== null);
    const firstPictureMs = (await page.evaluate(() => window.gridWatch.firstPictureMs())) ?? Number.NaN;
    await whole(page);
    const wheeling = await turnWheel(page);
    const middle = await page.evaluate(() => window.gridWatch.jump(0.5));
    const end = await page.evaluate(() => window.gridWatch.jump(1));
    const frames = wheeling.frames.toSorted((a, b) => a - b);
    const quantile = (share: number) => frames[Math.floor(share * (frames.length - 1))] ?? Number.NaN;
    return {
      firstPictureMs,
      blankMs: { wheel: wheeling.longestBlank, toMiddle: middle.blankMs, toEnd: end.blankMs },
      wholeMs: { toMiddle: middle.wholeMs, toEnd: end.wholeMs },
      frameMs: { p50: quantile(0.5), p95: quantile(0.95), longest: quantile(1) },
      elements: await page.evaluate(() => document.querySelectorAll("*").length),
    };
  } finally {
    await context.close();
  }
}

/** Compressed bytes of the scripts that a first visit to `path` loads, as they travelled. */
export async function scriptBytes(browser: Browser, address: string, path: string): Promise<number> {
  const page = await browser.newPage({ baseURL: address, viewport });
  try {
    await page.goto(path, { waitUntil: "networkidle" });
    return await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
        .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
    );
  } finally {
    await page.close();
  }
}

const whole = (page: Page) =>
  page.waitForFunction(() => window.gridWatch.isWhole(), null, { polling: "raf" });

async function turnWheel(page: Page): Promise<{ frames: number[]; longestBlank: number }> {
  await page.mouse.move(viewport.width / 2, viewport.height / 2);
  await page.evaluate(() => window.gridWatch.start());
  const begun = performance.now();
  for (let step = 0; step < wheel.steps; step++) {
    await page.mouse.wheel(0, wheel.px);
    await page.waitForTimeout(Math.max(0, begun + (step + 1) * wheel.everyMs - performance.now()));
  }
  await whole(page);
  return page.evaluate(() => window.gridWatch.stop());
}
