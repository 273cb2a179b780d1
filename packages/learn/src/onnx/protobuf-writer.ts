/**
 * The four protobuf wire shapes that ONNX files need: varints, length-delimited bytes, messages
 * and 32-bit floats. Writing only; no schema, no unknown fields, no groups.
 *
 * Chunks are kept and joined once, so a 30 MB weight is copied a single time.
 */
const encoder = new TextEncoder();

const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #byteLength = 0;

  /** An int32, int64, bool or enum field. Negative numbers take ten bytes, as the format demands. */
  integer(field: number, value: number | bigint): this {
    return this.#tag(field, VARINT).#varint(BigInt(value));
  }

  /** A `float` field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, FIXED32).#append(bytes);
  }

  /** A `bytes` field. The array is kept, not copied: do not change it before `finish`. */
  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, DELIMITED).#varint(BigInt(value.byteLength)).#append(value);
  }

  /** A `string` field. */
  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  /** An embedded message, written by `write`. */
  message(field: number, write: (message: ProtobufWriter) => void): this {
    const message = new ProtobufWriter();
    write(message);
    return this.embed(field, message);
  }

  /** An embedded message that is already written. */
  embed(field: number, message: ProtobufWriter): this {
    this.#tag(field, DELIMITED).#varint(BigInt(message.#byteLength));
    for (const chunk of message.#chunks) this.#append(chunk);
    return this;
  }

  /** Whole fields as another writer left them. The array is kept, not copied. */
  raw(fields: Uint8Array): this {
    return this.#append(fields);
  }

  /** Joins everything written so far. */
  finish(): Uint8Array {
    const joined = new Uint8Array(this.#byteLength);
    let offset = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return joined;
  }

  #tag(field: number, wireType: number): this {
    return this.#varint(BigInt((field << 3) | wireType));
  }

  #varint(value: bigint): this {
    let rest = BigInt.asUintN(64, value);
    const bytes: number[] = [];
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    return this.#append(Uint8Array.from(bytes));
  }

  #append(chunk: Uint8Array): this {
    this.#chunks.push(chunk);
    this.#byteLength += chunk.byteLength;
    return this;
  }
}
