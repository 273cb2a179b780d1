import { chmod, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KnownFile, Source } from "../domain/source.ts";
import { scan } from "./scan.ts";
import type { ScanEvent } from "./scan-event.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "imantics-scan-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The superuser may read everything, so as one the test steps down for a moment. */
async function withoutPrivileges<Result>(work: () => Promise<Result>): Promise<Result> {
  const isSuperUser = process.getuid?.() === 0;
  if (isSuperUser) process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    if (isSuperUser) process.seteuid?.(0);
  }
}

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), name);
  }
}

function sourceAt(location = root, patterns: Partial<Pick<Source, "include" | "exclude">> = {}): Source {
  return { id: 1, location, givenAs: location, include: [], exclude: [], ...patterns };
}

async function run(source: Source, known: ReadonlyMap<string, KnownFile> = new Map()): Promise<ScanEvent[]> {
  return collect(scan(source, known));
}

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

/** Short lines such as `changed sub/a.jpg`, in the order of the events. */
function lines(events: readonly ScanEvent[]): string[] {
  return events.map((event) => {
    const path =
      event.type === "changed"
        ? event.file.path
        : event.type === "source-absent"
          ? event.location
          : event.path;
    return `${event.type} ${path === root ? "." : path.slice(root.length + 1)}`;
  });
}

/** What a later scan would know after these events. */
function knownAfter(events: readonly ScanEvent[], isAvailable = true): Map<string, KnownFile> {
  const files = events.flatMap((event) => (event.type === "changed" ? [event.file] : []));
  return new Map(files.map((file) => [file.path, { ...file, isAvailable }]));
}

test("visits files before folders, by name, and leaves hidden and system names out", async () => {
  await put(
    "b.jpg",
    "a.JPG",
    "z/c.png",
    "m/d",
    "notes.txt",
    ".hidden.jpg",
    ".git/e.jpg",
    "@eaDir/f.jpg",
    "Thumbs.db",
  );
  expect(lines(await run(sourceAt()))).toEqual([
    "changed a.JPG",
    "changed b.jpg",
    "not-an-image notes.txt",
    "changed m/d",
    "changed z/c.png",
  ]);
});

test("a second scan finds all unchanged; a new size or time is a change", async () => {
  await put("a.jpg", "b.jpg", "c.jpg");
  const known = knownAfter(await run(sourceAt()));
  expect(lines(await run(sourceAt(), known))).toEqual([
    "unchanged a.jpg",
    "unchanged b.jpg",
    "unchanged c.jpg",
  ]);
  await writeFile(join(root, "a.jpg"), "longer than before");
  await utimes(join(root, "b.jpg"), 1, 1);
  expect(lines(await run(sourceAt(), known))).toEqual(["changed a.jpg", "changed b.jpg", "unchanged c.jpg"]);
});

test("what is gone is missing once, what came back says so, what moved is both", async () => {
  await put("a.jpg", "sub/b.jpg");
  const first = await run(sourceAt());
  const known = knownAfter(first);
  await rename(join(root, "sub/b.jpg"), join(root, "moved.jpg"));
  expect(lines(await run(sourceAt(), known))).toEqual([
    "unchanged a.jpg",
    "changed moved.jpg",
    "missing sub/b.jpg",
  ]);
  const unavailable = knownAfter(first, false);
  const events = await run(sourceAt(), unavailable);
  expect(events[0]).toEqual({ type: "unchanged", path: join(root, "a.jpg"), cameBack: true });
  expect(lines(events)).not.toContain("missing sub/b.jpg");
});

test("an absent source, or one that is suddenly empty, is one event and nothing is missing", async () => {
  await put("disk/a.jpg");
  const disk = sourceAt(join(root, "disk"));
  const known = knownAfter(await run(disk));
  await rm(join(root, "disk/a.jpg"));
  expect(lines(await run(disk, known))).toEqual(["source-absent disk"]);
  await rm(join(root, "disk"), { recursive: true });
  expect(lines(await run(disk, known))).toEqual(["source-absent disk"]);
});

test("an empty folder that never had files is no error", async () => {
  expect(await run(sourceAt())).toEqual([]);
});

test.skipIf(process.platform === "win32")(
  "the files of an unreadable folder are not called missing",
  async () => {
    await put("a.jpg", "locked/b.jpg", "locked/deep/c.jpg");
    const known = knownAfter(await run(sourceAt()));
    await chmod(root, 0o755);
    await chmod(join(root, "locked"), 0);
    try {
      const events = await withoutPrivileges(() => run(sourceAt(), known));
      expect(lines(events)).toEqual(["unchanged a.jpg", "failed locked"]);
    } finally {
      await chmod(join(root, "locked"), 0o755);
    }
  },
);

test("links are followed once: loops end and real names win", async () => {
  await put("z/real/a.jpg", "outside/b.jpg", "photos/c.jpg");
  const photos = join(root, "photos");
  await symlink(join(root, "z"), join(photos, "a-link"));
  await symlink(photos, join(photos, "itself"));
  await symlink(root, join(photos, "above"));
  await symlink(join(photos, "c.jpg"), join(photos, "d.jpg"));
  await symlink(join(root, "nowhere"), join(photos, "broken.jpg"));
  await mkdir(join(photos, "sub"));
  await symlink(photos, join(photos, "sub/up"));
  await symlink(join(root, "z/real"), join(photos, "twice"));
  expect(lines(await run(sourceAt(photos)))).toEqual([
    "changed photos/c.jpg",
    "changed photos/d.jpg",
    "changed photos/a-link/real/a.jpg",
  ]);
});

test("patterns choose, and what they leave out later is not missing", async () => {
  await put("a.jpg", "b.png", "raw/c.jpg", "raw/d.png");
  const known = knownAfter(await run(sourceAt()));
  expect(lines(await run(sourceAt(root, { exclude: ["raw"] }), known))).toEqual([
    "unchanged a.jpg",
    "unchanged b.png",
  ]);
  expect(lines(await run(sourceAt(root, { include: ["*.jpg"] }), known))).toEqual([
    "unchanged a.jpg",
    "unchanged raw/c.jpg",
  ]);
  expect(lines(await run(sourceAt(root, { include: ["raw"], exclude: ["*.png"] })))).toEqual([
    "changed raw/c.jpg",
  ]);
});

test("a single file is a source, whatever its name", async () => {
  await put("photo.txt");
  expect(lines(await run(sourceAt(join(root, "photo.txt"))))).toEqual(["changed photo.txt"]);
});

test("a signal ends the events early and calls nothing missing", async () => {
  await put("a.jpg");
  const known = knownAfter(await run(sourceAt()));
  await put("b.jpg");
  await rm(join(root, "a.jpg"));
  expect(await collect(scan(sourceAt(), known, { signal: AbortSignal.abort() }))).toEqual([]);
});

test("names of many thousand files come in one fixed order", async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `${index % 7}/${index}.jpg`);
  await Promise.all([...Array(7).keys()].map((index) => mkdir(join(root, String(index)))));
  await Promise.all(names.map((name) => writeFile(join(root, name), "")));
  const found = lines(await run(sourceAt())).map((line) => line.slice("changed ".length));
  expect(found).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
});

test("a look at everything takes nothing as unchanged", async () => {
  await put("a.jpg");
  const known = knownAfter(await run(sourceAt()));
  expect(lines(await run(sourceAt(), known))).toEqual(["unchanged a.jpg"]);
  expect(lines(await collect(scan(sourceAt(), known, { readsAll: true })))).toEqual(["changed a.jpg"]);
});

test.skipIf(process.platform !== "linux")("names that are no UTF-8 are told under their bytes", async () => {
  await put("good.jpg");
  const bytes = (text: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(text, "latin1")]);
  await writeFile(bytes("Noel-\xeb.jpg"), "x");
  await writeFile(bytes("Noel-\xe9.jpg"), "x");
  await mkdir(bytes("dir-\xeb"));
  await writeFile(bytes("dir-\xeb/in.jpg"), "x");
  const events = await run(sourceAt());
  expect(lines(events)).toEqual([
    "failed Noel-\\xe9.jpg",
    "failed Noel-\\xeb.jpg",
    "failed dir-\\xeb",
    "changed good.jpg",
  ]);
  expect(events[0]).toMatchObject({ code: "name-not-utf8" });
});
