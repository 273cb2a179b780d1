/**
 * Fitted models as one `ArrayBuffer`: written to a file, moved to a worker, read back without copying.
 *
 * Sixteen bytes (magic, version of the layout, length and checksum of the header), a header in JSON (kind,
 * scalars, where each array lies), then the arrays, each at a multiple of eight. Little-endian, as every
 * machine that this runs on. An array that a model holds twice is written once. The checksum covers the
 * header: what is read never reaches outside the buffer, but single numbers of an array are taken as they are.
 */
import { type Matrix, matrix } from "../matrix.ts";

const arrayTypes = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;
export type Scalar = number | string | boolean | null;

/** A model taken apart. */
export interface Sections {
  readonly kind: string;
  /** Finite numbers, text, yes or no, or nothing. */
  readonly scalars: Readonly<Record<string, Scalar>>;
  readonly arrays: Readonly<Record<string, NumberArray | Matrix>>;
}

/** "IMFT", read as little-endian. */
const MAGIC = 0x54_46_4d_49;
/** Raised when bytes written before could no longer be read by the rules of now. */
const LAYOUT_VERSION = 1;
const PREFIX_BYTES = 16;
const ALIGNMENT = 8;

interface Section {
  readonly name: string;
  readonly type: ArrayType;
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** O(bytes). */
export function toBytes({ kind, scalars, arrays }: Sections): ArrayBuffer {
  const places = new Map<NumberArray, number>();
  const sections: Section[] = [];
  let size = 0;
  for (const [name, value] of Object.entries(arrays)) {
    const { data, rows, columns } = isMatrix(value) ? value : { data: value, rows: value.length, columns: 1 };
    const at = places.get(data) ?? size;
    if (!places.has(data)) size = aligned(at + data.byteLength);
    places.set(data, at);
    sections.push({ name, type: typeOf(data), at, rows, columns });
  }
  const header = new TextEncoder().encode(JSON.stringify({ kind, scalars, sections, size }));
  const start = aligned(PREFIX_BYTES + header.length);
  const bytes = new ArrayBuffer(start + size);
  const prefix = new DataView(bytes);
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(4, LAYOUT_VERSION, true);
  prefix.setUint32(8, header.length, true);
  prefix.setUint32(12, checksum(header), true);
  new Uint8Array(bytes).set(header, PREFIX_BYTES);
  for (const [data, at] of places) {
    const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    new Uint8Array(bytes).set(source, start + at);
  }
  return bytes;
}

/**
 * The parts of a model, their arrays views of `bytes`. O(header).
 * @throws RangeError for bytes that are no model, of a newer layout, cut off or damaged in the header.
 */
export function fromBytes(bytes: ArrayBuffer): Sections {
  const prefix = new DataView(bytes);
  if (bytes.byteLength < PREFIX_BYTES || prefix.getUint32(0, true) !== MAGIC) {
    throw new RangeError(
      `These ${bytes.byteLength} bytes are no fitted model; give what was written as one, unchanged.`,
    );
  }
  const version = prefix.getUint32(4, true);
  if (version !== LAYOUT_VERSION) {
    throw new RangeError(
      `The fitted model is of layout ${version}, and this program reads layout ${LAYOUT_VERSION}; ` +
        "open it with the version that wrote it or a newer one, or fit again.",
    );
  }
  const length = prefix.getUint32(8, true);
  const start = aligned(PREFIX_BYTES + length);
  if (start > bytes.byteLength) throw damaged(`its header of ${length} bytes is cut off`);
  const header = new Uint8Array(bytes, PREFIX_BYTES, length);
  if (checksum(header) !== prefix.getUint32(12, true)) throw damaged("its header is not what was written");
  const { kind, scalars, sections, size } = parsed(header);
  if (bytes.byteLength !== start + size) {
    throw damaged(`it has ${bytes.byteLength} bytes and should have ${start + size}`);
  }
  return {
    kind,
    scalars,
    arrays: Object.fromEntries(sections.map((section) => [section.name, viewOf(bytes, start, section)])),
  };
}

interface Header {
  readonly kind: string;
  readonly scalars: Record<string, Scalar>;
  readonly sections: readonly Section[];
  readonly size: number;
}

function parsed(header: Uint8Array): Header {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(header));
  } catch {
    throw damaged("its header is no JSON");
  }
  if (!isHeader(value)) throw damaged("its header lacks a part");
  return value;
}

function isHeader(value: unknown): value is Header {
  return (
    isRecord(value) &&
    typeof value.kind === "string" &&
    isRecord(value.scalars) &&
    Object.values(value.scalars).every((scalar) => scalar === null || typeof scalar !== "object") &&
    Array.isArray(value.sections) &&
    value.sections.every(isSection) &&
    isCount(value.size)
  );
}

function isSection(value: unknown): value is Section {
  return (
    isRecord(value) &&
    typeof value.name === "string" &&
    typeof value.type === "string" &&
    Object.hasOwn(arrayTypes, value.type) &&
    isCount(value.at) &&
    value.at % ALIGNMENT === 0 &&
    isCount(value.rows) &&
    isCount(value.columns)
  );
}

function viewOf(bytes: ArrayBuffer, start: number, { name, type, at, rows, columns }: Section) {
  const Type = arrayTypes[type];
  const length = rows * columns;
  const from = start + at;
  if (from + length * Type.BYTES_PER_ELEMENT > bytes.byteLength) {
    throw damaged(`its part "${name}" reaches beyond its end`);
  }
  const data = new Type(bytes, from, length);
  return data instanceof Float32Array ? matrix(rows, columns, data) : data;
}

/** FNV-1a (Fowler, Noll & Vo, 1991): any single changed byte changes it. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function typeOf(data: NumberArray): ArrayType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  return data instanceof Int32Array ? "int32" : "uint8";
}

/** The error of a reader that finds something it cannot be: `how` says what. */
export function damaged(how: string): RangeError {
  return new RangeError(`The fitted model is damaged: ${how}. Write it again, or fit again.`);
}

const aligned = (size: number) => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const isMatrix = (value: NumberArray | Matrix): value is Matrix => "data" in value;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
