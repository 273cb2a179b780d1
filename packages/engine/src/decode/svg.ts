/**
 * SVG: drawn apart, within a budget of time and memory (`./draw-svg.ts`), because a few hundred kilobytes
 * of filters can ask for minutes and gigabytes. Costs about 150 ms for the process; one at a time a thread.
 */
import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { ImanticsError } from "../domain/errors.ts";
import { checkPixelCount, corrupt, noBlocks, type OpenedImage, type PixelBounds } from "./opened-image.ts";
import { openRaster } from "./raster.ts";

export interface DrawingBudget {
  readonly maxMilliseconds: number;
  /** Of the whole process, which takes about 90 MB before it draws anything. */
  readonly maxResidentBytes: number;
}

export const drawingBudget = {
  maxMilliseconds: 5_000,
  maxResidentBytes: 768 * 2 ** 20,
} satisfies DrawingBudget;

/** @throws ImanticsError `decode-too-costly`, `decode-corrupt`, `too-many-pixels`. */
export async function openSvg(
  bytes: Uint8Array,
  bounds: PixelBounds,
  budget: DrawingBudget = drawingBudget,
): Promise<OpenedImage> {
  const drawn = await inTurn(() => draw(bytes, bounds, budget));
  const [width, height] = [drawn.readUInt32BE(0), drawn.readUInt32BE(4)];
  checkPixelCount(width, height, bounds.maxPixels);
  const { preview } = await openRaster(drawn.subarray(8), "png", bounds);
  return { format: "svg", width, height, isAnimated: false, preview, blocks: noBlocks };
}

async function draw(bytes: Uint8Array, bounds: PixelBounds, budget: DrawingBudget): Promise<Buffer> {
  const { maxMilliseconds, maxResidentBytes } = budget;
  const limits = [bounds.side, bounds.maxPixels, maxMilliseconds, maxResidentBytes].map(String);
  const child = spawn(process.execPath, [...program, ...limits], { cwd: here, stdio: "pipe" });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // It may end before it has read everything.
  child.stdin.on("error", () => undefined).end(bytes);
  const [output, complaint, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  if (code === 0) return output;
  if (complaint !== "") throw corrupt("svg", complaint.split("\n")[0] ?? "");
  throw new ImanticsError(
    "decode-too-costly",
    `The svg asks for more than ${maxMilliseconds / 1000} s of work or ${Math.round(maxResidentBytes / 2 ** 20)} MB of memory. ` +
      "Save it as a PNG to index it.",
  );
}

const here = fileURLToPath(new URL(".//", import.meta.url));
/** From TypeScript in development and tests, where a process does not inherit the loader of its parent. */
const program = import.meta.url.endsWith(".ts") ? ["--import", "tsx", "draw-svg.ts"] : ["draw-svg.js"];

let last: Promise<unknown> = Promise.resolve();

/** Runs after whatever this thread draws already, so that a folder of drawings is not a crowd of processes. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}
