/**
 * Compiles all SIMD kernels and writes them into `packages/core/src/compute/wasm`:
 *
 *   npm run kernels
 */
import { writeFileSync } from "node:fs";
import { compileKernel, KERNELS } from "./compile.ts";
import { moduleFile, moduleText } from "./module-file.ts";

for (const kernel of KERNELS) {
  writeFileSync(moduleFile(kernel), moduleText(kernel, await compileKernel(kernel)));
}
