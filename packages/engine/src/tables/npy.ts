/**
 * NumPy's .npy files: float16, float32 and float64 in, float32, float64 and int32 out.
 *
 * Reads piece by piece, so that a file of two gigabytes needs no more than its matrix. Leaves out
 * big-endian numbers, column-major order and every other element type, each with an error that says
 * how to save the file again. Assumes a little-endian machine, as every platform of Node on which the
 * engine's native parts exist is.
 */
import { type FileHandle, open } from "node:fs/promises";
import { type Matrix, matrix } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import { halvesToFloats } from "../models/convert/half-float.ts";
import {
  formatNpyHeader,
  NPY_PREFIX_BYTES,
  type NpyHeader,
  npyHeaderBytes,
  parseNpyHeader,
} from "./npy-header.ts";
import { invalidTable, unreadableTable } from "./vector-table.ts";

const PIECE_BYTES = 16 * 2 ** 20;
/** A header longer than this belongs to a table of records, which is not one of ours. */
const LONGEST_HEADER = 65_536;

type ToFloats = (bytes: ArrayBuffer, count: number) => ArrayLike<number>;

/** Element types that can be read: bytes a number, and how to see them as numbers. */
const elements: Readonly<Record<string, { readonly bytes: number; readonly read: ToFloats }>> = {
  "<f2": { bytes: 2, read: (bytes, count) => halvesToFloats(new Uint16Array(bytes, 0, count)) },
  "<f4": { bytes: 4, read: (bytes, count) => new Float32Array(bytes, 0, count) },
  "<f8": { bytes: 8, read: (bytes, count) => new Float64Array(bytes, 0, count) },
};

/**
 * Reads a two-dimensional .npy file as float32 (float64 is rounded). O(file).
 * @throws ImanticsError `table-not-readable`, or `table-invalid` naming what the file holds instead.
 */
export async function readNpy(file: string): Promise<Matrix> {
  const handle = await open(file, "r").catch((cause: unknown) => {
    throw unreadableTable(file, cause);
  });
  try {
    return await readOpened(handle, file);
  } catch (cause) {
    throw cause instanceof ImanticsError ? cause : unreadableTable(file, cause);
  } finally {
    await handle.close();
  }
}

async function readOpened(handle: FileHandle, file: string): Promise<Matrix> {
  const { dataStart, type, shape } = checked(await readHeader(handle, file), file);
  const element = elements[type];
  const [rows = 0, columns = 0] = shape;
  if (element === undefined) throw new Error(`internal: ${type} passed the check.`);
  const count = rows * columns;
  const { size } = await handle.stat();
  if (size - dataStart !== count * element.bytes) {
    throw invalidTable(
      file,
      `a header of ${rows} × ${columns} numbers of ${element.bytes} bytes is followed by ${size - dataStart} bytes`,
      "The file is not whole: copy or save it again",
    );
  }
  const vectors = matrix(rows, columns);
  const piece = new ArrayBuffer(PIECE_BYTES);
  for (let done = 0; done < count; ) {
    const numbers = Math.min(count - done, PIECE_BYTES / element.bytes);
    await readFully(
      handle,
      new Uint8Array(piece, 0, numbers * element.bytes),
      dataStart + done * element.bytes,
    );
    vectors.data.set(element.read(piece, numbers), done);
    done += numbers;
  }
  return vectors;
}

async function readHeader(handle: FileHandle, file: string): Promise<NpyHeader> {
  const prefix = new Uint8Array(NPY_PREFIX_BYTES);
  const { bytesRead } = await handle.read(prefix, 0, prefix.length, 0);
  const length = npyHeaderBytes(prefix.subarray(0, bytesRead));
  if (length !== null && length <= LONGEST_HEADER) {
    const bytes = new Uint8Array(length);
    await handle.read(bytes, 0, length, 0);
    const header = parseNpyHeader(bytes);
    if (header !== null) return header;
  }
  throw invalidTable(file, "it is no .npy file of numbers", "Save the vectors with numpy.save");
}

function checked(header: NpyHeader, file: string): NpyHeader {
  const { type, isColumnMajor, shape } = header;
  const name = JSON.stringify(type);
  if (type.startsWith(">")) {
    throw invalidTable(file, `its numbers are big-endian (${name})`, `Save x.astype("<f4")`);
  }
  if (!(type in elements)) {
    throw invalidTable(
      file,
      `its numbers are ${name}; float16, float32 and float64 are read`,
      'Save x.astype("float32")',
    );
  }
  if (shape.length !== 2) {
    throw invalidTable(
      file,
      `its shape is (${shape.join(", ")}); vectors need rows × columns`,
      "Save x.reshape(rows, columns)",
    );
  }
  if (isColumnMajor && Math.min(...shape) > 1) {
    throw invalidTable(
      file,
      "its numbers are in column-major (Fortran) order",
      "Save numpy.ascontiguousarray(x)",
    );
  }
  return header;
}

async function readFully(handle: FileHandle, target: Uint8Array, position: number): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) throw new Error("the file became shorter while it was read");
    filled += bytesRead;
  }
}

/** Row-major numbers of any shape. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** The bytes of a .npy file, header first, in pieces that need no copy. */
export function* encodeNpy({ shape, data }: NumberArray): Generator<Uint8Array> {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== data.length) {
    throw new RangeError(`internal: shape (${shape.join(", ")}) does not hold ${data.length} numbers.`);
  }
  const type = data instanceof Float32Array ? "<f4" : data instanceof Float64Array ? "<f8" : "<i4";
  yield formatNpyHeader(type, shape);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
