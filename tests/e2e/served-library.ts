/**
 * The real thing on a free port: a library of drawn pictures, indexed, clustered and served with a
 * page built for this run.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type JobRequest, type Library, openLibrary } from "@imantics/engine";
import { serve } from "@imantics/server";
import { drawFolder } from "../../fixtures/drawn-pictures.ts";
import { findFacesIn } from "../../fixtures/made-up-faces.ts";

export const resultsFolder = fileURLToPath(new URL("../../test-results/", import.meta.url));
const webPackage = fileURLToPath(new URL("../../packages/web/", import.meta.url));
const vite = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url));

export interface ServedLibrary {
  readonly address: string;
  /** An API key with every right. */
  readonly key: string;
  readonly library: Library;
  /** Where the drawn pictures lie. */
  readonly photos: string;
  /** Runs a job to its end. */
  readonly run: (request: JobRequest) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface ServeSettings {
  /** 0: an empty library. */
  readonly picturesPerFamily: number;
  /** The first pictures show two people with made-up faces. Default: nobody. */
  readonly hasPeople?: boolean;
  /** Default: loopback. Elsewhere the server asks for a key. */
  readonly host?: string;
}

export async function serveLibrary({
  picturesPerFamily,
  hasPeople = false,
  host = "127.0.0.1",
}: ServeSettings): Promise<ServedLibrary> {
  const folder = mkdtempSync(join(tmpdir(), "imantics-e2e-"));
  const webFolder = join(folder, "web");
  const photos = join(folder, "photos");
  mkdirSync(photos);
  await promisify(execFile)(process.execPath, [vite, "build", "--outDir", webFolder, "--logLevel", "warn"], {
    cwd: webPackage,
  });
  const place = join(folder, "library");
  let library = await openLibrary(place, { workerCount: 2 });
  const run = async (request: JobRequest) => {
    const job = await library.jobs.start(request);
    for await (const { event } of library.jobs.events({ job: job.id })) {
      if (event.type === "state" && event.error) throw new Error(event.error.message);
    }
  };
  if (picturesPerFamily > 0) {
    drawFolder(photos, picturesPerFamily);
    writeFileSync(join(photos, "broken.jpg"), "this is no picture");
    await run({ kind: "index", locations: [photos], thenCluster: true });
  }
  if (hasPeople) {
    const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 8 });
    await library.parts.switch("faces", true);
    await library.close();
    await findFacesIn(
      place,
      tiles.map(({ id }, at) => ({ image: id, person: at < 5 ? 0 : 4 })),
    );
    library = await openLibrary(place, { workerCount: 2 });
  }
  const { key } = await library.keys.create("browser tests", "admin");
  const server = await serve(library, {
    host,
    port: 0,
    webFolder,
    importsFolder: join(folder, "imports"),
    temporaryFolder: join(folder, "temporary"),
  });
  return {
    address: `http://127.0.0.1:${server.port}`,
    key,
    library,
    photos,
    run,
    close: async () => {
      await server.close();
      await library.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
