/**
 * Opens the SIMD kernels of `products-module.ts` over a memory, and says whether this engine can.
 */
import { productsModule } from "./products-module.ts";

/** Left rows taken together; a block of left rows is filled up to a multiple. */
export const LEFT_GROUP = 4;
/** Right rows in a panel. */
export const PANEL_ROWS = 8;
export const PAGE_BYTES = 65_536;
/** WebAssembly addresses 4 GB; the last page stays free so that no end address wraps to 0. */
export const LARGEST_MEMORY = 65_535 * PAGE_BYTES;

/** All arguments but counts are byte addresses or byte lengths; see tools/wasm/assembly/products.ts. */
export interface SimdProducts {
  panelProducts(
    left: number,
    panels: number,
    products: number,
    groups: number,
    panelCount: number,
    rowBytes: number,
    productBytes: number,
  ): void;
  gatheredProducts(
    leftList: number,
    leftEnd: number,
    rightList: number,
    rightEnd: number,
    products: number,
    rowBytes: number,
  ): void;
}

let compiled: WebAssembly.Module | null | undefined;

/** Whether this engine runs 128-bit SIMD in WebAssembly (all browsers since 2023, Node since 16). */
export function hasSimd(): boolean {
  return compile() !== null;
}

/** @throws Error where {@link hasSimd} is false. */
export function openSimdProducts(memory: WebAssembly.Memory): SimdProducts {
  const module = compile();
  if (module === null) throw new Error("internal: there is no WebAssembly SIMD here; ask hasSimd first.");
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  // The module is ours and exports exactly these functions; WebAssembly exports carry no types.
  return instance.exports as unknown as SimdProducts;
}

/** `null` where there is no WebAssembly, or none with SIMD. */
function compile(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled;
  compiled = null;
  if (typeof WebAssembly === "object") {
    const bytes = Uint8Array.from(atob(productsModule), (letter) => letter.charCodeAt(0));
    if (WebAssembly.validate(bytes)) compiled = new WebAssembly.Module(bytes);
  }
  return compiled;
}

/** Grows `memory` to at least `bytes`; views of its buffer must be made again afterwards. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) memory.grow(missing);
}
