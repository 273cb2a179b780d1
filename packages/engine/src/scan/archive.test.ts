import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeArchives, extractArchive, listArchive } from "./archive.ts";
import { readScanned } from "./read.ts";
import { scan } from "./scan.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "imantics-archive-"));
});
afterEach(async () => {
  closeArchives();
  await rm(root, { recursive: true, force: true });
});

interface TestEntry {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** What the directory claims, when it lies. */
  readonly claimedBytes?: number;
  readonly isEncrypted?: boolean;
  readonly isLink?: boolean;
  /** The bytes of the name, without the mark for UTF-8. */
  readonly unmarkedName?: Buffer;
}

/** A zip file by APPNOTE.TXT: local headers with data, central directory, end record. */
function zipOf(entries: readonly TestEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, content = name, claimedBytes, isEncrypted = false, isLink = false, unmarkedName } = entry;
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const rawName = unmarkedName ?? Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE((isEncrypted ? 1 : 0) | (unmarkedName ? 0 : 0x800), 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crcOf(raw), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(claimedBytes ?? raw.length, 18);
    shared.writeUInt16LE(rawName.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, rawName, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(isLink ? (0o120777 << 16) >>> 0 : 0, 6);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x03"), shared, tail, rawName);
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
function crcOf(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 255]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

async function archive(name: string, entries: readonly TestEntry[]): Promise<string> {
  const path = join(root, name);
  await writeFile(path, zipOf(entries));
  return path;
}

const wicked: readonly TestEntry[] = [
  { name: "good/a.jpg" },
  { name: "../escape.jpg" },
  { name: "/etc/absolute.jpg" },
  { name: "C:/windows.jpg" },
  { name: "a/./b.jpg" },
  { name: "link.jpg", content: "/etc/passwd", isLink: true },
  { name: "secret.jpg", isEncrypted: true },
  { name: "bomb.jpg", claimedBytes: 100 * 2 ** 20 },
];

test("lists good entries and names what is wrong with the others", async () => {
  const { entries, problems } = await listArchive(
    await archive("a.zip", [...wicked, { name: "filler.jpg", content: noise(600_000) }]),
  );
  expect(entries.map(({ name }) => name)).toEqual(["filler.jpg", "good/a.jpg"]);
  expect(Object.fromEntries(problems.map(({ name, code }) => [name, code]))).toEqual({
    "../escape.jpg": "archive-unsafe-path",
    "/etc/absolute.jpg": "archive-unsafe-path",
    "C:/windows.jpg": "archive-unsafe-path",
    "a/./b.jpg": "archive-unsafe-path",
    "link.jpg": "archive-unsafe-path",
    "secret.jpg": "archive-encrypted",
    "bomb.jpg": "archive-bomb",
  });
});

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

/** Bytes that do not pack. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

test("an archive that is a bomb as a whole is refused", async () => {
  const parts = Array.from({ length: 4 }, (_, index) => ({
    name: `${index}.bmp`,
    content: new Uint8Array(16 * 2 ** 20),
  }));
  await expect(listArchive(await archive("a.zip", parts))).rejects.toMatchObject({ code: "archive-bomb" });
});

test("entries are read by their path, again and again, and after the archive changed", async () => {
  const path = await archive("a.zip", [
    { name: "x.jpg", content: "one" },
    { name: "y/z.jpg", content: "two" },
  ]);
  const text = async (name: string) => new TextDecoder().decode(await readScanned(`${path}!/${name}`));
  expect(await Promise.all(["x.jpg", "y/z.jpg", "x.jpg"].map(text))).toEqual(["one", "two", "one"]);
  closeArchives();
  expect(await text("y/z.jpg")).toBe("two");
  await archive("a.zip", [{ name: "x.jpg", content: "another" }]);
  expect(await text("x.jpg")).toBe("another");
  await expect(text("y/z.jpg")).rejects.toMatchObject({ code: "file-vanished" });
});

test("more archives than are kept open at once", async () => {
  const paths = await Promise.all(
    [...Array(12).keys()].map((index) => archive(`${index}.zip`, [{ name: "x.jpg", content: `${index}` }])),
  );
  const read = await Promise.all([...paths, ...paths].map((path) => readScanned(`${path}!/x.jpg`)));
  expect(read.map((bytes) => Number(new TextDecoder().decode(bytes)))).toEqual([
    ...Array(12).keys(),
    ...Array(12).keys(),
  ]);
});

test.each([
  ["../escape.jpg", "archive-unsafe-path"],
  ["secret.jpg", "archive-encrypted"],
  ["nothing.jpg", "file-vanished"],
])("reading %s is refused as %s", async (name, code) => {
  const path = await archive("a.zip", wicked.slice(0, -1));
  await expect(readScanned(`${path}!/${name}`)).rejects.toMatchObject({ code });
});

test("an entry that holds more than it claims is broken, one beyond the limit too large", async () => {
  const path = await archive("a.zip", [
    { name: "liar.jpg", content: "much more than three", claimedBytes: 3 },
    { name: "large.jpg", content: noise(1000) },
    { name: "empty.jpg", content: "" },
  ]);
  await expect(readScanned(`${path}!/liar.jpg`)).rejects.toMatchObject({ code: "archive-broken" });
  await expect(readScanned(`${path}!/large.jpg`, { maxBytes: 999 })).rejects.toMatchObject({
    code: "too-many-bytes",
  });
  await expect(readScanned(`${path}!/empty.jpg`)).rejects.toMatchObject({ code: "empty-file" });
});

test("scanning shows archives as folders, as a source and inside one", async () => {
  const path = await archive("b.zip", [
    { name: "in/a.jpg" },
    { name: "notes.txt" },
    { name: "inner.zip" },
    { name: "__MACOSX/._a.jpg" },
    { name: "../out.jpg" },
  ]);
  await writeFile(join(root, "c.zip"), "not a zip");
  const source = { id: 1, givenAs: "", include: [], exclude: [] };
  const inside = [
    "failed ../out.jpg",
    "changed in/a.jpg",
    "not-an-image inner.zip",
    "not-an-image notes.txt",
  ];
  const lines = async (location: string, exclude: string[] = []) =>
    (await collect(scan({ ...source, location, exclude }, new Map()))).map((event) =>
      event.type === "changed"
        ? `changed ${event.file.path}`
        : "path" in event
          ? `${event.type} ${event.path}`
          : event.type,
    );
  const named = inside.map((line) => line.replace(" ", ` ${path}!/`));
  expect(await lines(path)).toEqual(named);
  expect(await lines(root)).toEqual([...named, `failed ${join(root, "c.zip")}`]);
  expect(await lines(root, ["*.zip"])).toEqual([]);
  expect(await lines(root, ["b.zip/in", "c.zip", "b.zip!/in"])).toEqual(
    named.filter((line) => !line.includes("in/a")),
  );
});

test("entries of an archive that broke keep their state", async () => {
  const path = await archive("a.zip", [{ name: "a.jpg" }]);
  const source = { id: 1, givenAs: "", include: [], exclude: [], location: root };
  const known = new Map<
    string,
    { path: string; sizeBytes: number; modifiedMs: number; isAvailable: boolean }
  >();
  for await (const event of scan(source, known)) {
    if (event.type === "changed") known.set(event.file.path, { ...event.file, isAvailable: true });
  }
  expect([...known.keys()]).toEqual([`${path}!/a.jpg`]);
  await writeFile(path, (await readFile(path)).subarray(0, 40));
  const types = (await collect(scan(source, known))).map(({ type }) => type);
  expect(types).toEqual(["failed"]);
});

test("extracting writes good entries only, inside the folder", async () => {
  const path = await archive("a.zip", [...wicked.slice(0, -1), { name: "deep/er/b.jpg" }]);
  const target = join(root, "out");
  const { files, problems } = await extractArchive(path, target);
  expect(files).toEqual([join(target, "deep/er/b.jpg"), join(target, "good/a.jpg")]);
  expect(await readFile(files[0]!, "utf8")).toBe("deep/er/b.jpg");
  expect(problems).toHaveLength(6);
});

test("extracting stops at the total limit", async () => {
  const path = await archive("a.zip", [
    { name: "a.jpg", content: noise(900) },
    { name: "b.jpg", content: noise(900) },
  ]);
  await expect(extractArchive(path, join(root, "out"), { maxTotalBytes: 1000 })).rejects.toMatchObject({
    code: "archive-bomb",
  });
});

test.each([
  ["UTF-8, as macOS writes it", Buffer.from("café-é.jpg"), "café-é.jpg"],
  ["the code page of DOS", Buffer.from([0x81, ...Buffer.from("bung.jpg")]), "übung.jpg"],
  ["ASCII", Buffer.from("plain.jpg"), "plain.jpg"],
])("a name without a mark is read as %s", async (_, unmarkedName, expected) => {
  const path = await archive("a.zip", [{ name: "", content: "x", unmarkedName }]);
  expect((await listArchive(path)).entries.map(({ name }) => name)).toEqual([expected]);
});
