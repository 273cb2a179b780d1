/**
 * Asks for the parts of a model by name, each with what it must be, so that a model that was read is as
 * well-formed as one that was fitted. Every question throws a RangeError when the answer does not fit.
 */
import { type Matrix, matrix } from "../matrix.ts";
import { damaged, type Sections } from "./byte-layout.ts";

export interface SectionReader {
  /** A finite number, at least `least` (default: any). */
  number(name: string, least?: number): number;
  integer(name: string, least?: number): number;
  /** A number, or null where there is none. */
  numberOrNull(name: string): number | null;
  choice<const T extends string | boolean>(name: string, choices: readonly T[]): T;
  has(name: string): boolean;
  /** @param rows how many it must have. Default: any number */
  matrix(name: string, columns: number, rows?: number): Matrix;
  float64(name: string, length: number): Float64Array;
  int32(name: string, length: number): Int32Array;
  /** Whole numbers from `least` up to but not including `limit`. */
  indices(name: string, length: number, least: number, limit: number): Int32Array;
  /** How many numbers an array has. */
  lengthOf(name: string): number;
}

export function sectionReader({ scalars, arrays }: Sections): SectionReader {
  const number = (name: string, least = Number.NEGATIVE_INFINITY) => {
    const value = scalars[name];
    if (typeof value !== "number" || !(value >= least)) throw damaged(`"${name}" is ${value}`);
    return value;
  };
  const array = (name: string) => {
    const value = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (value === undefined) throw damaged(`it has no "${name}"`);
    return value;
  };
  const int32 = (name: string, length: number) => {
    const value = array(name);
    if (value instanceof Int32Array && value.length === length) return value;
    throw damaged(`"${name}" is not ${length} integers`);
  };
  return {
    number,
    integer(name, least) {
      const value = number(name, least);
      if (!Number.isSafeInteger(value)) throw damaged(`"${name}" is ${value}`);
      return value;
    },
    numberOrNull: (name) => (scalars[name] === null ? null : number(name)),
    choice(name, choices) {
      const found = choices.find((choice) => choice === scalars[name]);
      if (found === undefined) throw damaged(`"${name}" is ${scalars[name]}`);
      return found;
    },
    has: (name) => Object.hasOwn(arrays, name),
    matrix(name, columns, rows) {
      const value = array(name);
      if (!("data" in value) || value.columns !== columns || value.rows !== (rows ?? value.rows)) {
        throw damaged(`"${name}" is not ${rows ?? "some"} × ${columns} numbers`);
      }
      return matrix(value.rows, columns, value.data);
    },
    float64(name, length) {
      const value = array(name);
      if (value instanceof Float64Array && value.length === length) return value;
      throw damaged(`"${name}" is not ${length} numbers`);
    },
    int32,
    indices(name, length, least, limit) {
      const values = int32(name, length);
      const bad = values.find((value) => value < least || value >= limit);
      if (bad !== undefined) throw damaged(`"${name}" holds ${bad}`);
      return values;
    },
    lengthOf(name) {
      const value = array(name);
      return "data" in value ? value.data.length : value.length;
    },
  };
}
