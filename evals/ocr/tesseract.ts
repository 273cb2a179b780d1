/**
 * Tesseract as it is installed on the system (`apt-get install tesseract-ocr`), English, one thread: on the
 * picture as it is and on one twice as large, with the page layouts that suit receipts.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharp } from "../../packages/engine/src/decode/sharp.ts";

/** Page segmentation: 3 automatic, 4 one column of lines of any size, 6 one even block. */
const LAYOUTS = [3, 4, 6];
const ENLARGEMENTS = [1, 2];

export const tesseractSettings = ENLARGEMENTS.flatMap((enlargement) =>
  LAYOUTS.map((layout) => ({ name: `${enlargement}x, psm ${layout}`, enlargement, layout })),
);

export interface TesseractPage {
  readonly lines: readonly string[];
  readonly cpuSeconds: number;
}

export function tesseractVersion(): string {
  const { stdout, error } = spawnSync("tesseract", ["--version"], { encoding: "utf8" });
  if (error) throw new Error(`tesseract cannot be run (${error.message}). apt-get install tesseract-ocr`);
  return stdout.split("\n")[0]!.trim();
}

/** Its lines for one picture; CPU seconds of the program alone, enlarging not counted. */
export async function runTesseract(
  path: string,
  { enlargement, layout }: { readonly enlargement: number; readonly layout: number },
): Promise<TesseractPage> {
  const folder = mkdtempSync(join(tmpdir(), "imantics-tesseract-"));
  try {
    const input = enlargement === 1 ? path : join(folder, "enlarged.png");
    if (enlargement !== 1) {
      const { width } = await sharp(path).metadata();
      await sharp(path)
        .resize({ width: width * enlargement, kernel: "cubic" })
        .png()
        .toFile(input);
    }
    const { stdout, stderr } = spawnSync(
      "bash",
      ["-c", 'time tesseract "$0" stdout --psm "$1" -l eng 2>/dev/null', input, String(layout)],
      { encoding: "utf8", env: { ...process.env, OMP_THREAD_LIMIT: "1", TIMEFORMAT: "%U %S" } },
    );
    const [user = 0, system = 0] = stderr.trim().split(" ").map(Number);
    return { lines: stdout.split(/[\n\f]/).filter((line) => line.trim() !== ""), cpuSeconds: user + system };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
