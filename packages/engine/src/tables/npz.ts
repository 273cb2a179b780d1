/**
 * Writes NumPy's .npz: a ZIP archive of .npy files, stored without compression as `numpy.savez` does.
 * The same arrays give the same bytes: every entry has the date 1980-01-01. Leaves out reading and
 * archives of 4 GiB and more. After PKWARE's APPNOTE 6.3.
 */
import { crc32 } from "node:zlib";
import { ImanticsError } from "../domain/errors.ts";
import { encodeNpy, type NumberArray } from "./npy.ts";

const LARGEST = 2 ** 32 - 1;
const VERSION_NEEDED = 20;
/** 1 January 1980, the first day of ZIP. */
const DATE = (1 << 5) | 1;

interface Entry {
  readonly name: Buffer;
  readonly array: NumberArray;
  readonly bytes: number;
  readonly checksum: number;
}

/**
 * The bytes of an archive with one `<name>.npy` for each array, in pieces.
 * @throws ImanticsError `table-too-large` when all together have 4 GiB or more.
 */
export function* encodeNpz(arrays: Readonly<Record<string, NumberArray>>): Generator<Uint8Array> {
  const entries = Object.entries(arrays).map(([name, array]) => entryOf(name, array));
  const starts: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    starts.push(offset);
    offset += 30 + entry.name.length + entry.bytes;
  }
  const directory = Buffer.concat(entries.map((entry, i) => directoryEntry(entry, starts[i] ?? 0)));
  if (offset + directory.length + 22 > LARGEST) {
    throw new ImanticsError(
      "table-too-large",
      `An .npz file holds less than 4 GiB; these arrays need ${offset} bytes. Ask for fewer neighbours.`,
    );
  }
  for (const entry of entries) {
    yield localHeader(entry);
    yield* encodeNpy(entry.array);
  }
  yield directory;
  yield endOfDirectory(entries.length, directory.length, offset);
}

function entryOf(name: string, array: NumberArray): Entry {
  let checksum = 0;
  let bytes = 0;
  for (const piece of encodeNpy(array)) {
    checksum = crc32(piece, checksum);
    bytes += piece.length;
  }
  return { name: Buffer.from(`${name}.npy`), array, bytes, checksum };
}

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, entry);
  return Buffer.concat([header, entry.name]);
}

function directoryEntry(entry: Entry, start: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION_NEEDED, 4);
  writeCommon(header, 6, entry);
  header.writeUInt32LE(start % (LARGEST + 1), 42);
  return Buffer.concat([header, entry.name]);
}

/** The 26 bytes that both kinds of header share; flags, method and time stay 0. */
function writeCommon(header: Buffer, at: number, { name, bytes, checksum }: Entry): void {
  header.writeUInt16LE(VERSION_NEEDED, at);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(checksum, at + 10);
  header.writeUInt32LE(bytes % (LARGEST + 1), at + 14);
  header.writeUInt32LE(bytes % (LARGEST + 1), at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function endOfDirectory(count: number, bytes: number, start: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(start, 16);
  return end;
}
