/**
 * The first bytes of a .npy file: a magic string, a version, and a Python dictionary in text that says
 * what the numbers after it are. After NumPy Enhancement Proposal 1 (versions 1.0 to 3.0).
 */

export interface NpyHeader {
  /** NumPy's name of the element type, e.g. `<f4`. */
  readonly type: string;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes. */
  readonly dataStart: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Numbers begin at a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT = 64;
/** Bytes that are always enough to learn how long the header is. */
export const NPY_PREFIX_BYTES = 12;

/** Length of the whole header, from its first bytes; null when they are not those of a .npy file. */
export function npyHeaderBytes(prefix: Uint8Array): number | null {
  if (prefix.length < NPY_PREFIX_BYTES || MAGIC.some((byte, i) => prefix[i] !== byte)) return null;
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const major = view.getUint8(6);
  return major === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
}

/** The header in its whole length → what it says; null when it is not one. */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader | null {
  const length = npyHeaderBytes(bytes);
  if (length === null || bytes.length < length) return null;
  const text = Buffer.from(bytes.subarray(bytes[6] === 1 ? 10 : 12, length)).toString("latin1");
  const type = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text)?.[1];
  if (type === undefined || order === undefined || shape === undefined) return null;
  return {
    type,
    isColumnMajor: order === "True",
    shape: shape
      .split(",")
      .filter((part) => part.trim() !== "")
      .map((part) => Number.parseInt(part, 10)),
    dataStart: length,
  };
}

/** A header of version 1.0 for row-major numbers. */
export function formatNpyHeader(type: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const words = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + words.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = Buffer.alloc(length, " ");
  bytes.set([...MAGIC, 1, 0]);
  bytes.writeUInt16LE(length - 10, 8);
  bytes.write(words, 10, "latin1");
  bytes.write("\n", length - 1, "latin1");
  return bytes;
}
