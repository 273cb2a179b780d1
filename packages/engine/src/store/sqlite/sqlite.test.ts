/** What only SQLite can get wrong: versions of the schema, copies, foreign files, full and busy disks. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kysely, SqliteDialect, sql } from "kysely";
import { expect, test } from "vitest";
import { file, imageId, newImage, source } from "../samples.contract.ts";
import { scratchFolders } from "../scratch-folder.contract.ts";
import { type Connection, openConnection } from "./connection.ts";
import { openSqliteFacts } from "./index.ts";
import { migrate, schemaVersion } from "./migrate.ts";

const folder = scratchFolders();
const newFile = () => join(folder(), "it's facts?#%.sqlite");
const writing = { readOnly: false };

function withConnection<Result>(path: string, act: (connection: Connection) => Result): Result {
  const connection = openConnection(path, writing);
  try {
    return act(connection);
  } finally {
    connection.close();
  }
}

test("migrations run once each, in order, and a copy of the old file is kept before them", () => {
  const path = newFile();
  const first = "CREATE TABLE a (x); INSERT INTO a VALUES (1)";
  const second = "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1";
  const third = "INSERT INTO a VALUES (5, 6)";
  withConnection(path, (connection) => migrate(connection, path, [first], writing));
  withConnection(path, (connection) => {
    migrate(connection, path, [first, second, third], writing);
    migrate(connection, path, [first, second, third], writing);
    expect(schemaVersion(connection)).toBe(3);
    expect(connection.rows("SELECT x, y FROM a")).toEqual([
      { x: 1, y: 2 },
      { x: 5, y: 6 },
    ]);
  });
  withConnection(`${path}.before-2`, (copy) => {
    expect(schemaVersion(copy)).toBe(1);
    expect(copy.rows("SELECT * FROM a")).toEqual([{ x: 1 }]);
  });
  expect(existsSync(`${path}.before-1`)).toBe(false);
});

test("a migration that fails leaves the version and the data before it", () => {
  const path = newFile();
  const first = "CREATE TABLE a (x); INSERT INTO a VALUES (1)";
  withConnection(path, (connection) => migrate(connection, path, [first], writing));
  withConnection(path, (connection) => {
    const broken = "UPDATE a SET x = 9; SELECT * FROM nowhere";
    expect(() => migrate(connection, path, [first, broken], writing)).toThrow("nowhere");
    expect(schemaVersion(connection)).toBe(1);
    expect(connection.rows("SELECT * FROM a")).toEqual([{ x: 1 }]);
    // The next attempt finds the copy of the first and starts from the same state.
    migrate(connection, path, [first, "UPDATE a SET x = 2"], writing);
    expect(connection.rows("SELECT * FROM a")).toEqual([{ x: 2 }]);
  });
});

test("a library of a later version is refused and left alone; an older one cannot be read without migrating", async () => {
  const path = newFile();
  await (await openSqliteFacts(path)).close();
  withConnection(path, (connection) => connection.exec("PRAGMA user_version = 999"));
  const before = readFileSync(path);
  await expect(openSqliteFacts(path)).rejects.toMatchObject({
    code: "library-too-new",
    message: expect.stringContaining("999"),
  });
  expect(readFileSync(path)).toEqual(before);
  withConnection(path, (connection) => connection.exec("PRAGMA user_version = 0"));
  await expect(openSqliteFacts(path, { readOnly: true })).rejects.toMatchObject({ code: "library-too-old" });
});

test("a reader sees what a writer commits, and may not write", async () => {
  const path = newFile();
  const writer = await openSqliteFacts(path);
  const reader = await openSqliteFacts(path, { readOnly: true });
  const { id } = await writer.sources.add(source("/p"));
  await writer.images.add([newImage(1)]);
  await writer.sources.link(id, [{ file: file("/p/1.jpg"), image: imageId(1) }]);
  expect(await reader.sources.imageOf("/p/1.jpg")).toBe(imageId(1));
  await expect(reader.settings.set("a", "b")).rejects.toMatchObject({ code: "library-read-only" });
  await expect(reader.sources.add(source("/q"))).rejects.toMatchObject({ code: "library-read-only" });
  await reader.close();
  await writer.close();
});

test("closing folds the log into the file, so that the file alone is the library", async () => {
  const path = newFile();
  const writer = await openSqliteFacts(path);
  await writer.images.add([newImage(1)]);
  await writer.close();
  const copy = newFile();
  writeFileSync(copy, readFileSync(path));
  const reader = await openSqliteFacts(copy, { readOnly: true });
  expect((await reader.images.get(imageId(1)))?.id).toBe(imageId(1));
  await reader.close();
});

test("a file that is not a database, a damaged one and an unreachable one say so", async () => {
  const path = newFile();
  writeFileSync(path, "These are not facts. ".repeat(500));
  await expect(openSqliteFacts(path)).rejects.toMatchObject({
    code: "library-corrupt",
    message: expect.stringContaining("imantics doctor"),
  });
  await expect(openSqliteFacts(join(folder(), "absent", "facts.sqlite"))).rejects.toMatchObject({
    code: "library-unreachable",
  });
  await expect(openSqliteFacts(newFile(), { readOnly: true })).rejects.toMatchObject({
    code: "library-unreachable",
  });
  const directory = newFile();
  mkdirSync(directory);
  await expect(openSqliteFacts(directory)).rejects.toMatchObject({ code: "library-unreachable" });
});

test("verify finds pages that were overwritten", async () => {
  const path = newFile();
  const facts = await openSqliteFacts(path);
  await facts.images.add(Array.from({ length: 500 }, (_, number) => newImage(number)));
  await facts.close();
  const bytes = readFileSync(path);
  bytes.fill(0x5a, bytes.length - 3 * 4096);
  writeFileSync(path, bytes);
  const damaged = await openSqliteFacts(path);
  expect((await damaged.verify()).length).toBeGreaterThan(0);
  await damaged.close();
});

test("a full disk and a busy file are named, and the write can be made again", () => {
  const path = newFile();
  withConnection(path, (connection) => {
    connection.exec("CREATE TABLE a (x)");
    connection.exec("PRAGMA max_page_count = 3");
    const fill = () => connection.exec("INSERT INTO a VALUES (zeroblob(100000))");
    expect(fill).toThrow(expect.objectContaining({ code: "disk-full" }));
    connection.exec("PRAGMA max_page_count = 1000000; PRAGMA busy_timeout = 1");
    fill();
    withConnection(path, (other) => {
      other.exec("BEGIN IMMEDIATE");
      expect(fill).toThrow(expect.objectContaining({ code: "library-busy" }));
      other.exec("ROLLBACK");
    });
    fill();
    expect(connection.rows("SELECT count(*) AS rows FROM a")).toEqual([{ rows: 2 }]);
  });
});

test("a transaction that SQLite ended by itself, as on a full disk, still fails with its own error", async () => {
  const path = newFile();
  const connection = openConnection(path, writing);
  connection.exec("CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1)");
  const database = new Kysely<{ a: { x: number } }>({ dialect: new SqliteDialect({ database: connection }) });
  const endsItself = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("a").values({ x: 2 }).execute();
    await sql`INSERT OR ROLLBACK INTO a VALUES (1)`.execute(transaction);
  });
  await expect(endsItself).rejects.toMatchObject({ code: "internal:conflicting-fact" });
  expect(connection.rows("SELECT x FROM a")).toEqual([{ x: 1 }]);
  await database.destroy();
});

test("a listing by time, addition or path never sorts and never leaves its index", async () => {
  const path = newFile();
  await (await openSqliteFacts(path)).close();
  withConnection(path, (connection) => {
    for (const order of [
      "shownMs DESC, id",
      "shownMs, id DESC",
      "addedAt DESC, number DESC",
      "firstPath, id",
    ]) {
      const plan = connection.rows(
        `EXPLAIN QUERY PLAN SELECT number FROM images WHERE true AND isAvailable = 1 ORDER BY ${order} LIMIT 60 OFFSET 90000`,
      );
      expect(JSON.stringify(plan)).toContain("COVERING INDEX");
      expect(JSON.stringify(plan)).not.toContain("TEMP B-TREE");
    }
  });
});
