import { describe, expect, test, vi } from "vitest";
import { kernelsContract } from "../kernels.contract.ts";
import { openWasmKernels, portableKernels } from "./wasm-kernels.ts";

describe("kernels in WebAssembly SIMD", () => kernelsContract(() => ({ kernels: openWasmKernels() })));

test("where WebAssembly is missing, the plain kernels serve", async () => {
  expect(portableKernels().name).toBe("wasm-simd");
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const fresh = await import("./wasm-kernels.ts");
  expect(fresh.portableKernels().name).toBe("plain");
  vi.unstubAllGlobals();
});

test("where WebAssembly knows no SIMD, the plain kernels serve", async () => {
  vi.resetModules();
  const refusing = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  const fresh = await import("./wasm-kernels.ts");
  expect(fresh.portableKernels().name).toBe("plain");
  refusing.mockRestore();
});
