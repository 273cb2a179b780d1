/**
 * Reads the parts of a TensorFlow Lite file that a float network needs: tensors, their weights widened
 * to float32, and the operators in running order. Quantised tensors and control flow are left out.
 * Field numbers are those of TensorFlow's `schema.fbs` (Apache-2.0).
 */
import { ImanticsError } from "../../domain/errors.ts";
import type { Weight } from "./convolution.ts";
import { FlatTable } from "./flatbuffer.ts";
import { halvesToFloats } from "./half-float.ts";

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Absent for tensors that are computed. */
  readonly weight: Weight | undefined;
}

export interface TfliteOperator {
  /** Number in the schema's `BuiltinOperator`, such as 3 for `CONV_2D`. */
  readonly code: number;
  /** Indices of tensors; -1 marks an absent optional input. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Options table, whose fields depend on `code`. */
  readonly options: FlatTable | undefined;
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  /** Index of the picture input. */
  readonly input: number;
}

const FLOAT32 = 0;
const FLOAT16 = 1;

/**
 * Parses the bytes of a `.tflite` file.
 * @throws ImanticsError `model-invalid` when they are not one.
 */
export function readTfliteModel(file: Uint8Array): TfliteModel {
  if (new TextDecoder().decode(file.subarray(4, 8)) !== "TFL3") {
    throw new ImanticsError(
      "model-invalid",
      "These bytes are no TensorFlow Lite model (mark TFL3 is missing).",
    );
  }
  const model = FlatTable.root(file);
  // The old code field has one byte; codes above 127 moved to a wider field.
  const codes = model.tables(1).map((code) => Math.max(code.int8(0, 0), code.int32(3, 0)));
  const buffers = model.tables(4);
  const [main] = model.tables(2);
  const input = main?.int32s(1)[0];
  if (main === undefined || input === undefined) {
    throw new ImanticsError("model-invalid", "The TensorFlow Lite model has no graph or no input.");
  }
  return {
    input,
    tensors: main.tables(0).map((tensor) => {
      const shape = tensor.int32s(0);
      const raw = buffers[tensor.int32(2, 0)]?.bytes(0) ?? new Uint8Array();
      return { name: tensor.text(3), shape, weight: readWeight(shape, tensor.int8(1, FLOAT32), raw) };
    }),
    operators: main.tables(3).map((operator) => ({
      code: codes[operator.int32(0, 0)] ?? -1,
      inputs: operator.int32s(1),
      outputs: operator.int32s(2),
      options: operator.table(4),
    })),
  };
}

function readWeight(shape: readonly number[], type: number, raw: Uint8Array): Weight | undefined {
  if (raw.byteLength === 0 || (type !== FLOAT32 && type !== FLOAT16)) return undefined;
  // Copied, because typed arrays need an aligned start.
  const { buffer } = new Uint8Array(raw);
  return {
    shape,
    data: type === FLOAT32 ? new Float32Array(buffer) : halvesToFloats(new Uint16Array(buffer)),
  };
}
