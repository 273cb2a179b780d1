import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_COMMIT, type LocalHub, openLocalHub } from "../../../../fixtures/models/local-hub.ts";
import { tinyDetr } from "../../../../fixtures/models/tiny-detectors.ts";
import { tinyClip, tinyDino } from "../../../../fixtures/models/tiny-models.ts";
import { openEncoder } from "../embed/open-encoder.ts";
import { openObjectDetector } from "../regions/objects/object-detector.ts";
import { type DownloadOptions, download } from "./hub.ts";
import { spaceError } from "./hub-failures.ts";
import { describeDownload, type PullEvent, pullModel } from "./pull.ts";
import { removeModel } from "./remove.ts";
import { chooseDefault, findEntry, findModel } from "./resolve.ts";
import type { ModelSettings } from "./settings.ts";
import { drawnPicture } from "./trial-run.ts";

const MODEL = "clip-vit-base-patch16";
const REPOSITORY = "Xenova/clip-vit-base-patch16";
const WEIGHTS = "onnx/text_model.onnx";
const clip = tinyClip({ dimension: 512 });
const detr = tinyDetr({ labelCount: 91, red: 1, blue: 2, hasNothing: true, hasMask: false });
const weights = clip.files.get(WEIGHTS) ?? new Uint8Array(0);

let home: string;
let hub: LocalHub;
let settings: ModelSettings;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "imantics-pull-"));
  hub = await openLocalHub(
    new Map([
      [REPOSITORY, clip.files],
      // Checksums of this one are in the catalogue, and these are not its files.
      ["Xenova/yolos-tiny", detr],
      ["Xenova/dinov2-small", new Map([...tinyDino().files, ["onnx/model_quantized.onnx", weights]])],
    ]),
  );
  settings = { folders: [], cacheFolder: join(home, "cache"), host: hub.host };
});
afterEach(async () => {
  await hub.close();
  await rm(home, { recursive: true, force: true });
});

async function pull(id: string, options: DownloadOptions = {}): Promise<PullEvent[]> {
  const events: PullEvent[] = [];
  for await (const event of pullModel(id, settings, { retryDelayMs: 1, ...options })) events.push(event);
  return events;
}

const folder = () => join(settings.cacheFolder, "models", ...REPOSITORY.split("/"));
const contentRequests = (path: string) =>
  hub.requests.filter((one) => one.path === path && one.method.endsWith("storage"));

test("what will come is said before: files, bytes, licence, place", async () => {
  const plan = await describeDownload(MODEL, settings);
  expect(plan).toMatchObject({ repository: REPOSITORY, variant: "fp32", folder: folder() });
  expect(plan.licence.id).toBe("MIT");
  expect(plan.missingBytes).toBeGreaterThan(500_000_000);
  expect(hub.requests).toEqual([]);
  await expect(describeDownload("embedded", settings)).rejects.toMatchObject({ code: "not-downloadable" });
  await expect(describeDownload("mobileclip-s0", settings, "q8")).rejects.toMatchObject({
    code: "variant-not-available",
  });
});

test("a pulled model is the hub's bytes, runs, and is then the default", async () => {
  const entry = await findEntry(MODEL, settings);
  expect(await findModel(entry, settings)).toBeNull();
  const events = await pull(MODEL);
  expect(events.at(0)).toMatchObject({ type: "begin" });
  expect(events.at(-1)).toEqual({ type: "done", folder: folder() });
  for (const [path, bytes] of clip.files) {
    expect(new Uint8Array(await readFile(join(folder(), path)))).toEqual(bytes);
  }
  const manifest: unknown = JSON.parse(await readFile(join(folder(), "imantics-model.json"), "utf8"));
  expect(manifest).toMatchObject({ id: MODEL, origin: `${hub.host}/${REPOSITORY}/tree/${LOCAL_COMMIT}` });
  expect((await findModel(entry, settings))?.how).toBe("cache");
  expect((await chooseDefault(settings)).entry.id).toBe(MODEL);
  const encoder = await openEncoder(MODEL, settings);
  expect((await encoder.encodeImages([drawnPicture()])).columns).toBe(512);
  await encoder.close();
});

test("a second pull asks the hub for nothing", async () => {
  await pull(MODEL);
  const asked = hub.requests.length;
  const events = await pull(MODEL);
  expect(hub.requests.length).toBe(asked);
  expect(events.filter((event) => event.type === "file").every((event) => !event.isNew)).toBe(true);
});

test("a detector of objects is fetched, found, run and removed like any model", async () => {
  const open = () => openObjectDetector({ ...settings, threads: 1 }, { model: "yolos-tiny" });
  await expect(open()).rejects.toMatchObject({ code: "model-not-found" });
  expect(await pull("yolos-tiny")).toContainEqual(expect.objectContaining({ type: "done" }));
  const detector = await open();
  const found = await detector.detect(drawnPicture());
  await detector.close();
  expect(found.map(({ label }) => label)).toContain("person");
  await removeModel("yolos-tiny", settings);
  await expect(open()).rejects.toMatchObject({ code: "model-not-found" });
});

describe("a connection that is cut half way", () => {
  const half = Math.floor(weights.byteLength / 2);

  test("leaves the part, and the next call fetches only the rest", async () => {
    hub.fail(WEIGHTS, [{ cutAfter: half }]);
    await expect(pull(MODEL, { attempts: 1 })).rejects.toMatchObject({ code: "no-network" });
    expect((await stat(join(folder(), `${WEIGHTS}.part`))).size).toBe(half);
    expect(await findModel(await findEntry(MODEL, settings), settings)).toBeNull();
    await pull(MODEL);
    const [first, second] = contentRequests(WEIGHTS);
    expect(first?.range).toBeNull();
    expect(second?.range).toBe(`bytes=${half}-`);
    expect(second?.ifRange).toMatch(/^"storage-/);
    expect(new Uint8Array(await readFile(join(folder(), WEIGHTS)))).toEqual(weights);
    expect((await readdir(join(folder(), "onnx"))).sort()).toEqual(["text_model.onnx", "vision_model.onnx"]);
  });

  test("is taken up again by itself within one call", async () => {
    hub.fail(WEIGHTS, [{ cutAfter: half }, { cutAfter: 100 }]);
    const events = await pull(MODEL);
    expect(events.filter((event) => event.type === "retry")).toHaveLength(2);
    expect(contentRequests(WEIGHTS).map((request) => request.range)).toEqual([
      null,
      `bytes=${half}-`,
      `bytes=${half + 100}-`,
    ]);
    expect(new Uint8Array(await readFile(join(folder(), WEIGHTS)))).toEqual(weights);
  });

  test("begins anew when the part is of another content", async () => {
    hub.fail(WEIGHTS, [{ cutAfter: half }]);
    await expect(pull(MODEL, { attempts: 1 })).rejects.toMatchObject({ code: "no-network" });
    await writeFile(join(folder(), `${WEIGHTS}.part.tag`), `${"0".repeat(64)}\n"other"`);
    await pull(MODEL);
    expect(contentRequests(WEIGHTS).map((request) => request.range)).toEqual([null, null]);
    expect(new Uint8Array(await readFile(join(folder(), WEIGHTS)))).toEqual(weights);
  });
});

test("bytes that do not fit the checksum are removed and nothing else", async () => {
  const wrong = weights.slice();
  wrong[100] = (wrong[100] ?? 0) ^ 1;
  hub.fail(WEIGHTS, [{ bytes: wrong }]);
  await expect(pull(MODEL)).rejects.toMatchObject({ code: "checksum-mismatch" });
  expect(await readdir(join(folder(), "onnx"))).toEqual(["vision_model.onnx"]);
  await pull(MODEL);
  expect(new Uint8Array(await readFile(join(folder(), WEIGHTS)))).toEqual(weights);
});

test("a small file is checked too, by the hash Git gives it", async () => {
  const wrong = new TextEncoder().encode(JSON.stringify({ model_type: "clip" }));
  const right = clip.files.get("config.json") ?? wrong;
  hub.fail("config.json", [{ bytes: Uint8Array.from(right, (byte, i) => (i === 5 ? byte ^ 1 : byte)) }]);
  await expect(pull(MODEL)).rejects.toThrow(/git-blob/);
});

test("a hub that offers other weights than the catalogue knows is refused before they are fetched", async () => {
  const q8 = async () => {
    for await (const _ of pullModel("dinov2-small", settings, { variant: "q8" }));
  };
  await expect(q8()).rejects.toMatchObject({ code: "checksum-mismatch" });
  await expect(q8()).rejects.toThrow(/Nothing was fetched/);
  expect(contentRequests("onnx/model_quantized.onnx")).toEqual([]);
});

describe("a full disk", () => {
  test("is noticed before the first byte", async () => {
    const address = { host: hub.host, repository: REPOSITORY, revision: "main", path: WEIGHTS };
    const facts = { bytes: 2 ** 60, checksum: null, commit: null };
    const steps = download(address, facts, null, join(home, "cache", "huge.onnx"));
    await expect(steps.next()).rejects.toMatchObject({ code: "disk-full" });
    expect(hub.requests).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")("met while writing keeps the part and says so", async () => {
    const error = await writeFile("/dev/full", "x").catch((reason: unknown) => reason);
    expect(spaceError(error, "model.part")).toMatchObject({ code: "disk-full" });
    expect(spaceError(new Error("other"), "model.part")).toBeNull();
  });
});

test("a missing file names repository and file", async () => {
  const missing = pull("dino-vits8");
  await expect(missing).rejects.toMatchObject({ code: "model-not-found" });
  await expect(missing).rejects.toThrow(
    /no config\.json in Xenova\/dino-vits8 at revision main \(HTTP 404\)/,
  );
});

test("server errors are tried again, and given up with the status", async () => {
  hub.fail(WEIGHTS, [{ status: 503 }, { status: 500 }]);
  const events = await pull(MODEL);
  expect(events.filter((event) => event.type === "retry").map((event) => event.waitMs)).toEqual([1, 2]);
  expect(new Uint8Array(await readFile(join(folder(), WEIGHTS)))).toEqual(weights);
  await rm(join(folder(), WEIGHTS));
  hub.fail(WEIGHTS, [{ status: 503 }, { status: 503 }]);
  await expect(pull(MODEL, { attempts: 2 })).rejects.toThrow(/HTTP 503/);
});

test("no network is said with the next step", async () => {
  settings = { ...settings, host: `http://127.0.0.1:${await closedPort()}` };
  const failed = pull(MODEL, { attempts: 2 });
  await expect(failed).rejects.toMatchObject({ code: "no-network" });
  await expect(failed).rejects.toThrow(/ECONNREFUSED.*run the same command again/);
});

test("offline settings forbid every request, but not what is there", async () => {
  settings = { ...settings, isOffline: true };
  await expect(pull(MODEL)).rejects.toMatchObject({ code: "offline" });
  expect(hub.requests).toEqual([]);
});

test("stopping keeps what came, and the lock does not stay", async () => {
  hub.fail(WEIGHTS, [{ cutAfter: 1000 }]);
  const controller = new AbortController();
  const stopped = (async () => {
    for await (const event of pullModel(MODEL, settings, {
      retryDelayMs: 60_000,
      signal: controller.signal,
    })) {
      if (event.type === "retry") controller.abort();
    }
  })();
  await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  expect((await stat(join(folder(), `${WEIGHTS}.part`))).size).toBe(1000);
  await pull(MODEL);
  expect(contentRequests(WEIGHTS).at(-1)?.range).toBe("bytes=1000-");
});

test("two pulls of one model at a time do not mix; the lock of a dead process does not hold", async () => {
  const first = pullModel(MODEL, settings);
  await first.next();
  await first.next();
  await expect(pull(MODEL)).rejects.toMatchObject({ code: "download-in-progress" });
  await first.return(undefined);
  await writeFile(join(folder(), ".pulling"), "999999999");
  await expect(pull(MODEL)).resolves.toBeDefined();
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
