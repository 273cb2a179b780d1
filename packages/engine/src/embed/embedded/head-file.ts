/**
 * The file format of fitted heads: named matrices in half precision.
 *
 * Bytes: `IMH1`, length of the header (uint32, little-endian), header (UTF-8 JSON:
 * `{"tensors": [{"name", "rows", "columns"}, …]}`), then every tensor's numbers as little-endian halves,
 * row-major, in the order of the header. Nothing else.
 */
import { readFile } from "node:fs/promises";
import { type Matrix, matrix } from "@imantics/core";
import { z } from "zod";
import { ImanticsError } from "../../domain/errors.ts";
import { floatsToHalves, halvesToFloats } from "../../models/convert/half-float.ts";

const MAGIC = "IMH1";
const PREFIX_BYTES = 8;

const Header = z.object({
  tensors: z.array(
    z.object({ name: z.string(), rows: z.number().int().positive(), columns: z.number().int().positive() }),
  ),
});

/** Named matrices, in the order of the file. */
export type HeadTensors = ReadonlyMap<string, Matrix>;

/** Encodes tensors; numbers are rounded to half precision. */
export function encodeHead(tensors: HeadTensors): Uint8Array {
  const header = {
    tensors: [...tensors].map(([name, { rows, columns }]) => ({ name, rows, columns })),
  } satisfies z.infer<typeof Header>;
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, "latin1");
  prefix.writeUInt32LE(json.byteLength, 4);
  const halves = [...tensors.values()].map(({ data }) => Buffer.from(floatsToHalves(data).buffer));
  return Buffer.concat([prefix, json, ...halves]);
}

/**
 * Reads a head file.
 * @throws ImanticsError `head-invalid` when it is truncated or something else.
 */
export async function readHead(path: string): Promise<HeadTensors> {
  const file = await readFile(path);
  if (file.subarray(0, 4).toString("latin1") !== MAGIC)
    throw invalid(path, `it does not begin with ${MAGIC}`);
  const headerEnd = PREFIX_BYTES + file.readUInt32LE(4);
  const header = Header.parse(JSON.parse(file.subarray(PREFIX_BYTES, headerEnd).toString()));
  const tensors = new Map<string, Matrix>();
  let offset = headerEnd;
  for (const { name, rows, columns } of header.tensors) {
    const end = offset + rows * columns * 2;
    if (end > file.byteLength) throw invalid(path, `it ends inside "${name}"`);
    // Copied, because typed arrays need an aligned start.
    const halves = new Uint16Array(new Uint8Array(file.subarray(offset, end)).buffer);
    tensors.set(name, matrix(rows, columns, halvesToFloats(halves)));
    offset = end;
  }
  return tensors;
}

function invalid(path: string, reason: string): ImanticsError {
  return new ImanticsError(
    "head-invalid",
    `${path} is no head of the embedded encoder: ${reason}. Restore it from the repository or fit it again ` +
      "(tools/fit-embedded-heads).",
  );
}
