/**
 * The SIMD kernels of `core` as AssemblyScript compiles them, against the same kernels assembled
 * instruction by instruction (`peers/wasm-kernels`): both in one process, in turns, on memories with the
 * same contents. Times are the best of many short repetitions, since others use the machine as well.
 * Whether both leave the same bytes behind is said too.
 *
 * Run: npx tsx --conditions=source bench/wasm-kernels.ts [kernel]
 */
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { compileKernel } from "../tools/wasm/compile.ts";
import { writeResult } from "./machine.ts";
import { CASES, type KernelCase } from "./wasm-kernel-cases.ts";

/** A repetition lasts this long or one call: shorter than what the system gives a process at a time. */
const REPETITION_MS = 0.1;
const REPETITIONS = 20_000;
const SECONDS = 2;
const PAGE_BYTES = 65_536;

// Compiled once and for good, as V8 does by and by with what is called often.
setFlagsFromString("--no-liftoff");

const [only] = process.argv.slice(2);
const rows = [];
for (const each of CASES.filter(({ kernel }) => only === undefined || kernel === only)) {
  const row = compare(each, await compileKernel(each.kernel));
  rows.push(row);
  console.log(
    `${row.kernel} ${row.function}: assembled ${row.assembledMicroseconds} µs, AssemblyScript ` +
      `${row.compiledMicroseconds} µs, ratio ${row.ratio}, ${row.sameBytes ? "same bytes" : "OTHER BYTES"}`,
  );
}
if (only === undefined) writeResult("wasm-kernels", { rows });

function compare(each: KernelCase, compiledBytes: Uint8Array<ArrayBuffer>) {
  const file = new URL(`./peers/wasm-kernels/${each.kernel}.wasm`, import.meta.url);
  const assembled = open(each, readFileSync(file));
  const compiled = open(each, compiledBytes);
  time(assembled.call, 1);
  time(compiled.call, 1);
  const calls = Math.ceil(REPETITION_MS / time(assembled.call, 1));
  time(compiled.call, 1);
  const best = { assembled: Number.POSITIVE_INFINITY, compiled: Number.POSITIVE_INFINITY };
  const end = performance.now() + 1000 * SECONDS;
  for (let r = 0; r < REPETITIONS && performance.now() < end; r++) {
    const turns = r % 2 === 0 ? (["assembled", "compiled"] as const) : (["compiled", "assembled"] as const);
    for (const turn of turns) {
      const { call } = turn === "assembled" ? assembled : compiled;
      best[turn] = Math.min(best[turn], time(call, calls) / calls);
    }
  }
  return {
    kernel: each.kernel,
    function: each.function,
    assembledMicroseconds: rounded(1000 * best.assembled),
    compiledMicroseconds: rounded(1000 * best.compiled),
    ratio: rounded(best.compiled / best.assembled),
    // Both were called as often, so that what they add up must be the same as well.
    sameBytes: Buffer.from(assembled.memory.buffer).equals(Buffer.from(compiled.memory.buffer)),
  };
}

function open(each: KernelCase, bytes: Uint8Array<ArrayBuffer>) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(each.bytes / PAGE_BYTES) });
  each.fill(memory.buffer);
  // The assembled modules call the import `environment`.
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory },
    environment: { memory },
  });
  const kernel = instance.exports[each.function] as (...parameters: number[]) => void;
  return { memory, call: () => kernel(...each.parameters) };
}

function time(act: () => void, calls: number): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) act();
  return performance.now() - start;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
