/** A compiled kernel as `core` reads it: as base64 in a file of its own, so that bundlers and browsers need nothing. */
const LINE = /.{1,96}/g;
const FOLDER = new URL("../../packages/core/src/compute/wasm/", import.meta.url);

export function moduleFile(kernel: string): URL {
  return new URL(`${kernel}-module.ts`, FOLDER);
}

/** The text of {@link moduleFile}. */
export function moduleText(kernel: string, bytes: Uint8Array): string {
  const constant = `${kernel.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Module`;
  const lines = Buffer.from(bytes).toString("base64").match(LINE) ?? [];
  return `/** Made by tools/wasm/build.ts of assembly/${kernel}.ts; do not edit. ${bytes.length} bytes of WebAssembly (SIMD), base64. */
export const ${constant} =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`;
}
