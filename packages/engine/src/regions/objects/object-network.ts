/** What every object network does for `object-detector.ts`, whatever its kind: pixels in, guesses out. */

import { ImanticsError } from "../../domain/errors.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { SessionTensor } from "../../models/sessions.ts";
import type { FoundRegion } from "../detector.ts";

export interface ObjectNetwork {
  /** Digest of weights and preparation. */
  readonly version: string;
  /** Longest side in pixels that it looks at. */
  readonly longestSide: number;
  /** Everything it is at least `minConfidence` sure of, in no order; boxes may overlap. */
  find(picture: Pixels, minConfidence: number): Promise<FoundRegion[]>;
  close(): Promise<void>;
}

/** What a session is given or gives, by name. */
export type Tensors = Readonly<Record<string, SessionTensor>>;

/** One floating-point output of a network. */
export interface Floats {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The output `name`, when it has the form that it is read as; null in `shape` stands for any length.
 * @throws ImanticsError `model-run-failed` when it is missing or has another form.
 */
export function requireFloats(
  network: string,
  outputs: Tensors,
  name: string,
  shape: readonly (number | null)[],
): Floats {
  const found = requireOutput(network, outputs, name, shape);
  if (found.data instanceof Float32Array) return { shape: found.shape, data: found.data };
  throw wrongOutput(network, outputs, `"${name}" as float32`);
}

/** As `requireFloats`, for numbers of any type. */
export function requireOutput(
  network: string,
  outputs: Tensors,
  name: string,
  shape: readonly (number | null)[],
): SessionTensor {
  const found = outputs[name];
  const fits =
    found?.shape.length === shape.length &&
    shape.every((length, axis) => length === null || length === found.shape[axis]);
  if (found !== undefined && fits) return found;
  throw wrongOutput(network, outputs, `"${name}" of shape [${shape.map((it) => it ?? "any").join(", ")}]`);
}

function wrongOutput(network: string, outputs: Tensors, expected: string): ImanticsError {
  const given = Object.entries(outputs).map(([name, { shape }]) => `${name} [${shape.join(", ")}]`);
  return new ImanticsError(
    "model-run-failed",
    `${network} should give ${expected}, but gives ${given.join(", ")}. ` +
      "Its weights are of another kind: choose another detector, or fetch this one again.",
  );
}
