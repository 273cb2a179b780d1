/**
 * Named float32 arrays and a little JSON as one block of bytes: what checkpoints and saved heads are.
 *
 * Layout: "IMLN", version, length of the JSON (uint32 each, little endian), the JSON, padding to four
 * bytes, the arrays one after the other, and a checksum (FNV-1a) of everything before it, so that a file
 * that was cut short or changed is told from a good one.
 */

export type Arrays = Readonly<Record<string, Float32Array>>;

const MAGIC = 0x4e4c4d49;
const VERSION = 1;
const HEADER_BYTES = 12;

/** @param facts plain JSON; numbers in it come back exactly. */
export function packArrays(facts: object, arrays: Arrays): Uint8Array {
  const lengths = Object.entries(arrays).map(([name, { length }]) => [name, length]);
  const json = new TextEncoder().encode(JSON.stringify({ facts, lengths }));
  const start = HEADER_BYTES + Math.ceil(json.length / 4) * 4;
  const total = Object.values(arrays).reduce((sum, { byteLength }) => sum + byteLength, start);
  const bytes = new Uint8Array(total + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, json.length, true);
  bytes.set(json, HEADER_BYTES);
  let offset = start;
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  view.setUint32(offset, checksum(bytes.subarray(0, offset)), true);
  return bytes;
}

/** @throws RangeError when the bytes are not such a block, or not a whole one. */
export function unpackArrays(bytes: Uint8Array): { facts: unknown; arrays: Arrays } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES + 4 || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError(
      `These ${bytes.length} bytes are no checkpoint or head; expected a file that training wrote.`,
    );
  }
  if (view.getUint32(4, true) !== VERSION) {
    throw new RangeError(
      `This file has format ${view.getUint32(4, true)}; this program reads format ${VERSION}. Train again, or use the program that wrote it.`,
    );
  }
  const end = bytes.length - 4;
  if (view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) {
    throw new RangeError(
      "The checksum of this file is wrong: it was cut short or changed. Use the checkpoint before it, or train again.",
    );
  }
  const jsonLength = view.getUint32(8, true);
  const json = new TextDecoder().decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + jsonLength));
  // The checksum says that `packArrays` wrote this.
  const { facts, lengths } = JSON.parse(json) as { facts: unknown; lengths: [string, number][] };
  let offset = HEADER_BYTES + Math.ceil(jsonLength / 4) * 4;
  const arrays = Object.fromEntries(
    lengths.map(([name, length]) => {
      const values = new Float32Array(bytes.slice(offset, offset + length * 4).buffer);
      offset += length * 4;
      return [name, values];
    }),
  );
  return { facts, arrays };
}

function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash >>> 0;
}
