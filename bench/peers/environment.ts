/**
 * The libraries that we are compared with, in a Python environment of their own below `.cache/peers`.
 * Made on first use by pip; where there is no python3 or no network, the system's own packages serve, and
 * a library that is nowhere is absent: its rows are measured without a ratio.
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Matrix, matrix } from "@imantics/core";
import { readNpy } from "../../packages/engine/src/tables/npy.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const environment = path("../../.cache/peers");
const requirements = path("./requirements.txt");
const script = path("./run.py");

export interface PeerOutcome {
  readonly seconds: number;
  /** Name and version of the library. */
  readonly version: string;
  /** What the library minimised or kept, for comparing quality; null where it has none. */
  readonly figure: number | null;
  /** Labels (1 × rows) or coordinates (rows × dimensions). */
  readonly values: Matrix;
}

export interface PeerWork {
  readonly peer: string;
  readonly vectorsFile: string;
  readonly settings: Readonly<Record<string, number>>;
  readonly outFile: string;
  readonly threads: number;
}

/** The interpreter that has the peers; null when there is no Python at all. Takes minutes the first time. */
export function openPeers(): string | null {
  const own = `${environment}/bin/python`;
  if (existsSync(own) && works(own, ["-c", "import sklearn"])) return own;
  if (!works("python3", ["--version"])) return null;
  console.log(
    `Making ${environment} with ${readFileSync(requirements, "utf8").trim().replaceAll("\n", ", ")} …`,
  );
  const isMade =
    works("python3", ["-m", "venv", environment]) &&
    works(own, ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
  return isMade ? own : works("python3", ["-c", "import sklearn"]) ? "python3" : null;
}

/** Runs one piece of work of a peer, in a process of its own; null when the peer is not there. */
export async function runPeer(
  python: string,
  { peer, vectorsFile, settings, outFile, threads }: PeerWork,
): Promise<PeerOutcome | null> {
  const numbers = String(threads);
  const env = {
    ...process.env,
    OMP_NUM_THREADS: numbers,
    OPENBLAS_NUM_THREADS: numbers,
    MKL_NUM_THREADS: numbers,
    NUMBA_NUM_THREADS: numbers,
  };
  const args = [script, peer, vectorsFile, JSON.stringify({ ...settings, threads }), outFile];
  try {
    const { stdout } = await promisify(execFile)(python, args, { env, maxBuffer: 2 ** 24 });
    const { seconds, version, figure } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    return { seconds, version, figure, values: await readNpy(outFile) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (!/ModuleNotFoundError|ImportError/.test(words)) throw error;
    console.log(`  ${peer} is absent: ${words.trim().split("\n").at(-1)}`);
    return null;
  }
}

/** The labels of a peer as one row of whole numbers. */
export const labelsOf = ({ values }: PeerOutcome): Int32Array => Int32Array.from(values.data);

/** Coordinates as they are; a 1 × n answer is no map. */
export const coordinatesOf = ({ values }: PeerOutcome): Matrix =>
  matrix(values.rows, values.columns, values.data);

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}
