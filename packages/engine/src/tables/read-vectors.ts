/** Vectors from any file that other programs make: the ending of its name says which reader takes it. */
import { extname } from "node:path";
import { ImanticsError } from "../domain/errors.ts";
import { readCsvVectors } from "./csv-vectors.ts";
import { readNpy } from "./npy.ts";
import { readParquetVectors } from "./parquet-vectors.ts";
import type { VectorTable } from "./vector-table.ts";

/**
 * Reads `.npy`, `.csv` or `.parquet` as float32, with ids where the file has them.
 * @throws ImanticsError `table-unknown-format`, `table-not-readable` or `table-invalid`.
 */
export async function readVectors(file: string): Promise<VectorTable> {
  const ending = extname(file).toLowerCase();
  switch (ending) {
    case ".npy":
      return { vectors: await readNpy(file), ids: null };
    case ".csv":
      return readCsvVectors(file);
    case ".parquet":
      return readParquetVectors(file);
    default:
      throw new ImanticsError(
        "table-unknown-format",
        `${file} ends in "${ending}"; vectors are read from .npy, .csv and .parquet.` +
          (ending === ".npz"
            ? ' Save one array of it: numpy.save("x.npy", numpy.load("x.npz")["name"]).'
            : ""),
      );
  }
}
