/**
 * How the page feels with 100,000 images, in a real browser over the real server: when the first
 * picture is there, whether scrolling ever shows an empty row, how even frames are, what the first
 * page weighs. Beside it in the same browser: a plain page of lazy `<img>` tags for the first 5,000
 * of these images, the way a first gallery is written.
 *
 * Run: npx tsx --conditions=source bench/ui.ts [images]; results go to bench/results/ui.json. Needs
 * Chromium. The page is built for the run; the server is the built one when there is one
 * (`npm run build`), because that is what people run. The library is kept in `.cache/bench-ui`.
 * Chromium draws in software here: with a graphics card frames are shorter.
 */
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ImagePage } from "@imantics/api";
import { z } from "zod";
import { chromiumPath, launchChromium } from "../tests/e2e/browser.ts";
import { writeResult } from "./machine.ts";
import { largeLibrary } from "./ui/library.ts";
import { measurePage, type PageReading, scriptBytes as weigh } from "./ui/measure-page.ts";
import { plainPage } from "./ui/plain-page.ts";

const images = Number(process.argv[2] ?? 100_000);
const plainImages = Math.min(images, 5000);
const rounds = 5;
const root = fileURLToPath(new URL("..", import.meta.url));

if (!chromiumPath) throw new Error("This needs Chromium or Chrome on this machine.");
const cache = join(root, ".cache", "bench-ui");
mkdirSync(cache, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), "imantics-bench-ui-"));
const webFolder = join(scratch, "web");
buildPage(webFolder);
const library = await largeLibrary(cache, images);

const isBuilt = existsSync(join(root, "packages/server/dist/index.js"));
const server = fork(join(root, "bench/ui/serve.mjs"), [library, webFolder, scratch], {
  execArgv: isBuilt ? [] : ["--conditions=source", "--import", "tsx"],
});
const browser = await launchChromium();
try {
  const { address } = z.object({ address: z.string() }).parse((await once(server, "message"))[0]);
  const plain = plainPage(webFolder, await firstTiles(address, plainImages));
  const memoryAtStart = await memoryMB(server);
  const ours: PageReading[] = [];
  const theirs: PageReading[] = [];
  // In turns, so that whatever else the machine does falls on both.
  for (let round = 0; round < rounds; round++) {
    ours.push(await measurePage(browser, address, "/photos"));
    theirs.push(await measurePage(browser, address, plain));
  }
  const memoryAfter = await memoryMB(server);
  const bytes = {
    "/": await weigh(browser, address, "/"),
    "/photos": await weigh(browser, address, "/photos"),
  };
  report(ours, theirs, bytes, { atStart: memoryAtStart, afterVisits: memoryAfter });
} finally {
  await browser.close();
  server.send("end");
  await once(server, "exit");
  rmSync(scratch, { recursive: true, force: true });
}

function buildPage(outDir: string): void {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  execFileSync(process.execPath, [vite, "build", "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"], {
    cwd: join(root, "packages/web"),
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function firstTiles(address: string, count: number): Promise<ImagePage["images"]> {
  const limit = 500;
  const tiles: ImagePage["images"] = [];
  while (tiles.length < count) {
    const answer = await fetch(`${address}/api/images?order=newest&offset=${tiles.length}&limit=${limit}`);
    tiles.push(...ImagePage.parse(await answer.json()).images);
  }
  return tiles.slice(0, count);
}

async function memoryMB(process: ChildProcess): Promise<number> {
  process.send("memory");
  const { bytes } = z.object({ bytes: z.number() }).parse((await once(process, "message"))[0]);
  return Math.round(bytes / 1e6);
}

function report(
  ours: readonly PageReading[],
  theirs: readonly PageReading[],
  scriptBytes: Readonly<Record<string, number>>,
  serverMemoryMB: object,
): void {
  const page = medians(ours);
  const plain = medians(theirs);
  const heaviest = Math.max(...Object.values(scriptBytes));
  const result = {
    images,
    rounds,
    isServerBuilt: isBuilt,
    page,
    plainPage: { images: plainImages, ...plain },
    ratios: {
      firstPicture: page.firstPictureMs / plain.firstPictureMs,
      longestBlank: longestBlank(page) / longestBlank(plain),
    },
    scriptBytesCompressed: scriptBytes,
    serverMemoryMB,
    marks: {
      firstPictureMs: { below: 1500, reached: page.firstPictureMs < 1500 },
      longestBlankMs: { below: 300, reached: longestBlank(page) < 300 },
      scriptBytesCompressed: { below: 250_000, reached: heaviest < 250_000 },
    },
    everyRound: { page: ours, plainPage: theirs },
  };
  const rounded = z.looseObject({}).parse(JSON.parse(JSON.stringify(result, toHundredths)));
  process.stdout.write(`${JSON.stringify(rounded, null, 2)}\n`);
  writeResult("ui", rounded);
}

function toHundredths(_name: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 100) / 100 : value;
}

function longestBlank({ blankMs }: PageReading): number {
  return Math.max(...Object.values(blankMs));
}

function medians(readings: readonly PageReading[]): PageReading {
  const middle = (of: (reading: PageReading) => number) =>
    readings.map(of).toSorted((a, b) => a - b)[readings.length >> 1] ?? Number.NaN;
  return {
    firstPictureMs: middle((reading) => reading.firstPictureMs),
    blankMs: {
      wheel: middle(({ blankMs }) => blankMs.wheel),
      toMiddle: middle(({ blankMs }) => blankMs.toMiddle),
      toEnd: middle(({ blankMs }) => blankMs.toEnd),
    },
    wholeMs: {
      toMiddle: middle(({ wholeMs }) => wholeMs.toMiddle),
      toEnd: middle(({ wholeMs }) => wholeMs.toEnd),
    },
    frameMs: {
      p50: middle(({ frameMs }) => frameMs.p50),
      p95: middle(({ frameMs }) => frameMs.p95),
      longest: middle(({ frameMs }) => frameMs.longest),
    },
    elements: middle(({ elements }) => elements),
  };
}
