/**
 * Compiles a kernel of `assembly/` with AssemblyScript. The compiler's version is pinned in package.json,
 * and it reads no clock: the same source gives the same bytes on every machine.
 *
 * No runtime goes along: kernels allocate nothing, import their memory as `env.memory` and export functions.
 */
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const OUTPUT = "kernel.wasm";
const FOLDER = fileURLToPath(new URL("./assembly/", import.meta.url));

export const KERNELS = [
  "attraction",
  "byte-products",
  "double-rows",
  "lanes",
  "pair-descent",
  "products",
  "row-scan",
] as const;
export type Kernel = (typeof KERNELS)[number];

/** @throws Error with the compiler's messages when the source does not compile. */
export async function compileKernel(name: Kernel): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array();
  const { error, stderr } = await main(
    [
      `${name}.ts`,
      ...["--baseDir", FOLDER, "--outFile", OUTPUT],
      ...["-O3", "--converge", "--noAssert", "--enable", "simd", "--runtime", "stub"],
      ...["--importMemory", "--noExportMemory", "--initialMemory", "1"],
    ],
    {
      writeFile(file, contents) {
        if (file === OUTPUT) bytes = Uint8Array.from(contents as Uint8Array);
      },
    },
  );
  if (error !== null) throw new Error(`${name}: ${error.message}\n${stderr.toString()}`);
  return bytes;
}
