/** Puts an assembled module where `core` reads it: as base64 in a file of its own. */
import { writeFileSync } from "node:fs";

const LINE = /.{1,96}/g;

/**
 * Writes `packages/core/src/compute/wasm/<name>-module.ts`, made by `tools/wasm/build-<name>.ts`.
 * @throws Error when the bytes are no valid WebAssembly.
 */
export function writeModule(name: string, module: readonly number[] | Uint8Array): void {
  const bytes = Uint8Array.from(module);
  if (!WebAssembly.validate(bytes)) {
    throw new Error("internal: the assembled module is not valid WebAssembly.");
  }
  const constant = `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Module`;
  const lines = Buffer.from(bytes).toString("base64").match(LINE) ?? [];
  writeFileSync(
    new URL(`../../packages/core/src/compute/wasm/${name}-module.ts`, import.meta.url),
    `/** Made by tools/wasm/build-${name}.ts; do not edit. ${bytes.length} bytes of WebAssembly (SIMD), base64. */
export const ${constant} =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`,
  );
}
