import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { matrix } from "@imantics/core";
import { expect, onTestFinished, test } from "vitest";
import { encodeHead, readHead } from "./head-file.ts";

async function temporaryFile(bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "imantics-head-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "head.bin");
  await writeFile(path, bytes);
  return path;
}

const tensors = new Map([
  ["mean", matrix(1, 3, Float32Array.of(0.5, -2, 1024))],
  ["axes", matrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6))],
]);

test("tensors come back in order and, where halves can hold them, exactly", async () => {
  expect([...(await readHead(await temporaryFile(encodeHead(tensors))))]).toEqual([...tensors]);
});

test("a file that is cut short or something else is refused", async () => {
  const whole = encodeHead(tensors);
  const cut = await temporaryFile(whole.subarray(0, whole.length - 1));
  await expect(readHead(cut)).rejects.toThrow(/ends inside "axes"/);
  await expect(readHead(await temporaryFile(new Uint8Array(64)))).rejects.toMatchObject({
    code: "head-invalid",
  });
});
