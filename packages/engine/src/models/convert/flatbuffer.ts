/**
 * Reads FlatBuffers without a schema compiler: tables, vectors, strings and scalars by field number.
 * Just enough for TensorFlow Lite files. Absent fields give the caller's default.
 * After the FlatBuffers binary format (Apache-2.0).
 */

/** A table inside a buffer. Field numbers count from 0 in the order of the schema. */
export class FlatTable {
  readonly #view: DataView;
  readonly #start: number;

  private constructor(view: DataView, start: number) {
    this.#view = view;
    this.#start = start;
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  int8(field: number, fallback: number): number {
    const at = this.#fieldStart(field);
    return at === undefined ? fallback : this.#view.getInt8(at);
  }

  int32(field: number, fallback: number): number {
    const at = this.#fieldStart(field);
    return at === undefined ? fallback : this.#view.getInt32(at, true);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#fieldStart(field);
    return at === undefined ? undefined : new FlatTable(this.#view, this.#follow(at));
  }

  tables(field: number): FlatTable[] {
    const { start, length } = this.#vector(field);
    return Array.from({ length }, (_, i) => new FlatTable(this.#view, this.#follow(start + 4 * i)));
  }

  int32s(field: number): number[] {
    const { start, length } = this.#vector(field);
    return Array.from({ length }, (_, i) => this.#view.getInt32(start + 4 * i, true));
  }

  /** A view (no copy) of a byte vector; empty when the field is absent. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.#vector(field);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
  }

  text(field: number): string {
    return new TextDecoder().decode(this.bytes(field));
  }

  #vector(field: number): { start: number; length: number } {
    const at = this.#fieldStart(field);
    if (at === undefined) return { start: 0, length: 0 };
    const vector = this.#follow(at);
    return { start: vector + 4, length: this.#view.getUint32(vector, true) };
  }

  #follow(at: number): number {
    return at + this.#view.getUint32(at, true);
  }

  /** A table points back at its vtable, which lists where each field lies; 0 means absent. */
  #fieldStart(field: number): number | undefined {
    const vtable = this.#start - this.#view.getInt32(this.#start, true);
    const entry = 4 + 2 * field;
    if (entry >= this.#view.getUint16(vtable, true)) return undefined;
    const offset = this.#view.getUint16(vtable + entry, true);
    return offset === 0 ? undefined : this.#start + offset;
  }
}
