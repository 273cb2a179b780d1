/**
 * The program that draws one SVG, in a process of its own (`./svg.ts` starts it): bytes on stdin, the
 * nominal size and a PNG on stdout. An SVG is a program too and can ask for any amount of work, so this
 * process watches itself and ends itself; the library that draws cannot be interrupted in any other way.
 */
import { buffer } from "node:stream/consumers";
import sharp from "sharp";

const [side = 0, maxPixels = 0, maxMilliseconds = 0, maxResidentBytes = 0] = process.argv
  .slice(2)
  .map(Number);

/** An orderly end would wait for the drawing. */
const end = () => process.kill(process.pid, "SIGKILL");
setTimeout(end, maxMilliseconds).unref();
setInterval(() => process.memoryUsage.rss() > maxResidentBytes && end(), 20).unref();

/** Icons are drawn at 512 px rather than at their nominal 24: a vector loses nothing by it. */
const density = (width: number, height: number) =>
  Math.min(7200, Math.max(72, (72 * 512) / Math.max(width, height)));

try {
  sharp.concurrency(1);
  const bytes = await buffer(process.stdin);
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const isDrawn = width * height <= maxPixels;
  const drawing = sharp(bytes, { failOn: "error", limitInputPixels: false, density: density(width, height) });
  const fitted = drawing.resize(side, side, { fit: "inside", withoutEnlargement: true });
  const png = isDrawn ? await fitted.png({ compressionLevel: 1 }).toBuffer() : new Uint8Array(0);
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  process.stdout.write(Buffer.concat([size, png]));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
