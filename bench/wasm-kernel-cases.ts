/**
 * What `wasm-kernels.ts` measures: for each function of each kernel a memory filled as its caller in
 * `core` fills it, and one call. Sizes are those of the caller's own blocks, so that data lies in the
 * caches in which it lies there.
 */
import { type Random, random } from "@imantics/core";
import type { Kernel } from "../tools/wasm/compile.ts";

export interface KernelCase {
  readonly kernel: Kernel;
  readonly function: string;
  readonly bytes: number;
  fill(memory: ArrayBuffer): void;
  readonly parameters: readonly number[];
}

const ROW = 128;
const chance = (): Random => random(7);
const floats = (memory: ArrayBuffer, at: number, count: number, scale = 1): Float32Array => {
  const numbers = new Float32Array(memory, at, count);
  const source = chance();
  for (let i = 0; i < count; i++) numbers[i] = scale * (source.uniform() - 0.5);
  return numbers;
};

/** Strips of `lanes.ts`: two of them, then factors of at most unit length. */
const STRIP = 256 * ROW;
const lanes = (name: string, parameters: readonly number[]): KernelCase => ({
  kernel: "lanes",
  function: name,
  bytes: 4 * STRIP,
  fill: (memory) => void floats(memory, 0, STRIP),
  parameters,
});

const DOUBLES = { rows: 32, bytes: 4096 };
const doubleRows = (name: string, parameters: readonly number[]): KernelCase => ({
  kernel: "double-rows",
  function: name,
  bytes: (2 * DOUBLES.rows + 8) * DOUBLES.bytes,
  fill(memory) {
    const numbers = new Float64Array(memory);
    const source = chance();
    for (let i = 0; i < numbers.length; i++) numbers[i] = 1e-3 * (source.uniform() - 0.5);
  },
  parameters,
});
const SECOND = DOUBLES.rows * DOUBLES.bytes;
const TABLE = 2 * SECOND;

const TRIANGLE = { rows: 256, bytes: 2048 };
const POINTS = 2000;
const NEIGHBOURS = 32;
const LEFT = { rows: 96, bytes: 2048 };
const PANELS = 16;
const GATHERED = { rows: 32, bytes: 512 };
const CODES = { rows: 1024, columns: 512 };
const COLUMNS = 1024;

export const CASES: readonly KernelCase[] = [
  {
    kernel: "attraction",
    function: "attract",
    bytes: POINTS * (32 + 4 + 8 * NEIGHBOURS),
    fill(memory) {
      floats(memory, 0, 8 * POINTS, 10);
      const numbers = new Float32Array(memory);
      const addresses = new Int32Array(memory);
      const pairsAt = 9 * POINTS;
      for (let i = 0; i < POINTS; i++) {
        numbers.fill(0, 8 * i + 3, 8 * i + 8);
        for (let n = 0; n < NEIGHBOURS; n++) {
          const at = pairsAt + 2 * NEIGHBOURS * i + 8 * (n >> 2) + (n & 3);
          addresses[at] = 32 * ((i + 37 * (n + 1)) % POINTS);
          numbers[at + 4] = 1e-6;
        }
        addresses[8 * POINTS + i] = 4 * (pairsAt + 2 * NEIGHBOURS * (i + 1));
      }
    },
    parameters: [0, 36 * POINTS, 32 * POINTS, 36 * POINTS],
  },
  {
    kernel: "byte-products",
    function: "byteProducts",
    bytes: CODES.rows * (CODES.columns + 4) + 2 * CODES.columns,
    fill(memory) {
      const source = chance();
      const codes = new Int8Array(memory, 0, CODES.rows * CODES.columns);
      for (let i = 0; i < codes.length; i++) codes[i] = source.integer(255) - 127;
      const query = new Int16Array(memory, codes.length, CODES.columns);
      for (let i = 0; i < query.length; i++) query[i] = source.integer(8000) - 4000;
    },
    parameters: [
      0,
      CODES.rows * CODES.columns,
      (CODES.rows + 2) * CODES.columns,
      CODES.rows - 1,
      CODES.columns,
    ],
  },
  doubleRows("addProducts", [0, SECOND, SECOND, TABLE, TABLE, DOUBLES.bytes, DOUBLES.bytes]),
  doubleRows("addCombinations", [
    0,
    SECOND,
    SECOND,
    TABLE,
    TABLE,
    8 * DOUBLES.rows,
    DOUBLES.bytes,
    DOUBLES.bytes,
  ]),
  {
    kernel: "double-rows",
    function: "updateAndMultiply",
    bytes: (TRIANGLE.rows + 4) * TRIANGLE.bytes,
    fill(memory) {
      const numbers = new Float64Array(memory);
      const source = chance();
      for (let i = 0; i < numbers.length; i++) numbers[i] = 1e-3 * (source.uniform() - 0.5);
    },
    parameters: [
      0,
      TRIANGLE.rows * TRIANGLE.bytes,
      ...[0, 1, 2, 3].map((k) => (TRIANGLE.rows + k) * TRIANGLE.bytes),
      TRIANGLE.bytes,
    ],
  },
  lanes("radix4", [0, STRIP, 2 * STRIP, 16, 4]),
  lanes("lastRadix4", [0, STRIP, 2 * STRIP, 1, 64]),
  lanes("radix2", [0, STRIP, 2 * STRIP, 32, 4]),
  lanes("radix3", [0, STRIP, 85]),
  lanes("turn", [0, STRIP, 2 * STRIP, 256]),
  lanes("addTurned", [0, STRIP, 2 * STRIP, 256]),
  lanes("weighConjugate", [0, STRIP, 2 * STRIP, 256]),
  lanes("copyParts", [0, ROW, STRIP, 2 * ROW, 128]),
  lanes("part", [0, 16 * ROW, STRIP, 2 * STRIP]),
  lanes("join", [0, 16 * ROW, STRIP, 2 * STRIP]),
  lanes("weightedPower", [0, STRIP, 256, 2 * STRIP]),
  {
    kernel: "pair-descent",
    function: "pullPairs",
    bytes: 16 * POINTS + 112 + 20 * POINTS * NEIGHBOURS,
    fill(memory) {
      floats(memory, 0, 4 * POINTS, 20);
      const numbers = new Float32Array(memory);
      const source = chance();
      for (let i = 0; i < POINTS; i++) numbers.fill(0, 4 * i + 2, 4 * i + 4);
      const [a, b] = [1.577, 0.895];
      const settings = [
        ...[a, a, a, a, b, b, b, b, 0, b, b, b],
        ...[-2 * a * b, 0, 0, 0, 1e-12, 1e-3, 1e-3, 1e-3, 0.01, 0.01, 0.01, 0.01],
      ];
      numbers.set(settings, 4 * POINTS);
      const integers = new Int32Array(memory);
      for (let k = 0; k < 4; k++) integers[4 * POINTS + 24 + k] = source.integer(2 ** 32) | 1;
      const pairsAt = 4 * POINTS + 28;
      for (let p = 0; p < POINTS * NEIGHBOURS; p++) {
        const head = Math.floor(p / NEIGHBOURS);
        integers[pairsAt + 4 * p] = 16 * head;
        integers[pairsAt + 4 * p + 1] = 16 * ((head + 1 + source.integer(POINTS - 1)) % POINTS);
        integers[pairsAt + 4 * p + 2] = source.integer(2 ** 30);
      }
    },
    parameters: [16 * POINTS + 112, 16 * POINTS + 112 + 16 * POINTS * NEIGHBOURS, 16 * POINTS, POINTS],
  },
  {
    kernel: "products",
    function: "panelProducts",
    bytes: (LEFT.rows + 8 * PANELS) * LEFT.bytes + 4 * LEFT.rows * 8 * PANELS,
    fill: (memory) => void floats(memory, 0, ((LEFT.rows + 8 * PANELS) * LEFT.bytes) / 4),
    parameters: [
      0,
      LEFT.rows * LEFT.bytes,
      (LEFT.rows + 8 * PANELS) * LEFT.bytes,
      LEFT.rows / 4,
      PANELS,
      LEFT.bytes,
      4 * 8 * PANELS,
    ],
  },
  {
    kernel: "products",
    function: "gatheredProducts",
    bytes: 8192 + 2 * GATHERED.rows * GATHERED.bytes,
    fill(memory) {
      const addresses = new Int32Array(memory, 0, 2 * GATHERED.rows);
      for (let i = 0; i < addresses.length; i++) addresses[i] = 8192 + GATHERED.bytes * ((29 * i) % 64);
      floats(memory, 8192, (2 * GATHERED.rows * GATHERED.bytes) / 4);
    },
    parameters: [0, 4 * GATHERED.rows, 4 * GATHERED.rows, 8 * GATHERED.rows, 1024, GATHERED.bytes],
  },
  {
    kernel: "row-scan",
    function: "scanRow",
    bytes: 16 + 4 * (4 * COLUMNS + 1),
    fill(memory) {
      floats(memory, 16, COLUMNS);
      new Float32Array(memory, 16 + 4 * COLUMNS, COLUMNS).fill(0.5);
      // One column in a hundred passes.
      new Float32Array(memory, 0, 2).set([-0.005, 0.5]);
      new Float32Array(memory, 16 + 8 * COLUMNS, COLUMNS).fill(Number.POSITIVE_INFINITY);
    },
    parameters: [16, 16 + 4 * COLUMNS, 16 + 8 * COLUMNS, 16 + 4 * COLUMNS, 0, 16 + 12 * COLUMNS, 0],
  },
];
