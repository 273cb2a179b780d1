/** For tests: a real library in a temporary folder, and pictures drawn byte by byte. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JobRecord, type Library, openLibrary } from "@imantics/engine";
import { createApp } from "./app.ts";
import { type AppSettings, defaultLimits, type Limits } from "./settings.ts";

/** Converted weights are the same for all tests, so they are converted once. */
const cacheFolder = join(tmpdir(), "imantics-test-cache");

export interface TemporaryLibrary {
  readonly library: Library;
  /** Holds everything of this test; removed by `close`. */
  readonly folder: string;
  app(
    settings?: Partial<Omit<AppSettings, "limits">> & { readonly limits?: Partial<Limits> },
  ): ReturnType<typeof createApp>;
  /** Writes pictures into a folder of photos and indexes it. */
  index(pictures: Readonly<Record<string, Uint8Array>>): Promise<JobRecord>;
  close(): Promise<void>;
}

export async function temporaryLibrary(): Promise<TemporaryLibrary> {
  const folder = await mkdtemp(join(tmpdir(), "imantics-server-"));
  const library = await openLibrary(join(folder, "library"), {
    cacheFolder,
    modelFolders: [],
    isOffline: true,
    workerCount: 1,
  });
  return {
    library,
    folder,
    app({ limits, ...settings } = {}) {
      return createApp(library, {
        access: "loopback",
        webFolder: null,
        importsFolder: join(folder, "imports"),
        temporaryFolder: join(folder, "temporary"),
        ...settings,
        limits: { ...defaultLimits[settings.access ?? "loopback"], ...limits },
      });
    },
    async index(pictures) {
      const photos = join(folder, "photos");
      await mkdir(photos, { recursive: true });
      for (const [name, bytes] of Object.entries(pictures)) await writeFile(join(photos, name), bytes);
      const { id } = await library.jobs.start({ kind: "index", locations: [photos] });
      const job = await finished(library, id);
      if (job.state !== "done")
        throw new Error(`Indexing the drawn pictures ${job.state}: ${job.error?.message}`);
      return job;
    },
    async close() {
      await library.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The record of a job once it has ended. */
export async function finished(library: Library, id: string): Promise<JobRecord> {
  for await (const _ of library.jobs.events({ job: id })) {
    // Only the end counts.
  }
  return library.jobs.get(id);
}

/** A 24-bit BMP, 64 × 48: stripes of a colour and black, `period` pixels apart. */
export function striped(red: number, green: number, blue: number, period: number): Uint8Array {
  const [width, height, headerBytes] = [64, 48, 54];
  const bytes = Buffer.alloc(headerBytes + width * height * 3);
  bytes.write("BM", 0, "latin1");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(headerBytes, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDark = Math.floor((x + y) / period) % 2 === 1;
      bytes.set(isDark ? [0, 0, 0] : [blue, green, red], headerBytes + (y * width + x) * 3);
    }
  }
  return bytes;
}
