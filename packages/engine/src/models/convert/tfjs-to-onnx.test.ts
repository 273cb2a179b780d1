import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSession } from "../sessions.ts";
import { readTfjsModel } from "./tfjs-reader.ts";
import { convertTfjsModel } from "./tfjs-to-onnx.ts";

/** One 3 × 3 convolution (3 → 2 channels, step 2, Relu6), then a depthwise one, a bias and a product. */
const KERNEL = Float32Array.from({ length: 3 * 3 * 3 * 2 }, (_, i) => Math.sin(i) / 50);
const DEPTHWISE = Float32Array.from({ length: 3 * 3 * 2 }, (_, i) => Math.cos(i));
const OFFSET = Float32Array.of(0.5, -0.25);
const FACTOR = Float32Array.of(2);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imantics-tfjs-"));
});
afterEach(() => rm(folder, { recursive: true }));

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const node = (name: string, op: string, input: string[] = [], attr: Record<string, unknown> = {}) => ({
  name,
  op,
  input,
  attr,
});
const strides = (step: number) => ({ list: { i: ["1", `${step}`, `${step}`, "1"] } });
const same = { s: base64("SAME") };

async function writeModel(extra: ReturnType<typeof node>[] = []): Promise<string> {
  const weights = [
    { name: "kernel", shape: [3, 3, 3, 2], dtype: "float32", data: KERNEL },
    { name: "depthwise", shape: [3, 3, 2, 1], dtype: "float32", data: DEPTHWISE },
    { name: "offset", shape: [2], dtype: "float32", data: OFFSET },
    { name: "factor", shape: [], dtype: "float32", data: FACTOR },
  ];
  const nodes = [
    node("x", "Placeholder"),
    ...weights.map(({ name }) => node(name, "Const")),
    node("first", "_FusedConv2D", ["x", "kernel", "offset"], {
      strides: strides(2),
      padding: same,
      fused_ops: { list: { s: [base64("BiasAdd"), base64("Relu6")] } },
    }),
    node("second", "DepthwiseConv2dNative", ["first", "depthwise"], { strides: strides(1), padding: same }),
    node("third", "BiasAdd", ["second", "offset"]),
    node("last", "Mul", ["factor", "third:0"]),
    ...extra,
  ];
  const manifest = [{ paths: ["w.bin"], weights: weights.map(({ data: _, ...entry }) => entry) }];
  await writeFile(
    join(folder, "w.bin"),
    Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer))),
  );
  const path = join(folder, "model.json");
  await writeFile(path, JSON.stringify({ modelTopology: { node: nodes }, weightsManifest: manifest }));
  return path;
}

/** The same arithmetic written out with channels last, as TensorFlow defines it. */
function byHand(picture: Uint8Array, size: number): number[] {
  const half = Math.ceil(size / 2);
  const padBefore = Math.floor(((half - 1) * 2 + 3 - size) / 2);
  const first = new Float64Array(half * half * 2);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++)
      for (let o = 0; o < 2; o++) {
        let sum = OFFSET[o] ?? 0;
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++)
            for (let c = 0; c < 3; c++) {
              const [sy, sx] = [y * 2 + dy - padBefore, x * 2 + dx - padBefore];
              if (sy < 0 || sx < 0 || sy >= size || sx >= size) continue;
              sum +=
                (picture[(sy * size + sx) * 3 + c] ?? 0) * (KERNEL[((dy * 3 + dx) * 3 + c) * 2 + o] ?? 0);
            }
        first[(y * half + x) * 2 + o] = Math.min(6, Math.max(0, sum));
      }
  const means = [0, 0];
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++)
      for (let c = 0; c < 2; c++) {
        let sum = OFFSET[c] ?? 0;
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++) {
            const [sy, sx] = [y + dy - 1, x + dx - 1];
            if (sy < 0 || sx < 0 || sy >= half || sx >= half) continue;
            sum += (first[(sy * half + sx) * 2 + c] ?? 0) * (DEPTHWISE[(dy * 3 + dx) * 2 + c] ?? 0);
          }
        means[c] = (means[c] ?? 0) + (2 * sum) / (half * half);
      }
  return means;
}

describe("convertTfjsModel", () => {
  test.each([7, 8])("computes what TensorFlow's definitions say, on %i pixels", async (size) => {
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 37) % 256);
    const model = await readTfjsModel(await writeModel());
    const onnx = convertTfjsModel(model, { scale: 1, offset: 0 }, [{ node: "last", output: "mean" }]);
    const session = await openSession(onnx);
    const { mean } = await session.run({ pixels: { shape: [1, size, size, 3], data: picture } });
    await session.close();
    const expected = byHand(picture, size);
    expect(mean?.shape).toEqual([1, 2]);
    expect(Number(mean?.data[0])).toBeCloseTo(expected[0] ?? Number.NaN, 4);
    expect(Number(mean?.data[1])).toBeCloseTo(expected[1] ?? Number.NaN, 4);
  });

  test("refuses an operation that it does not know, by name", async () => {
    const model = await readTfjsModel(await writeModel([node("odd", "Erf", ["last"])]));
    expect(() => convertTfjsModel(model, { scale: 1, offset: 0 }, [{ node: "odd", output: "y" }])).toThrow(
      /"odd" \(Erf\)/,
    );
  });

  test("refuses weights that are cut short, by name", async () => {
    const path = await writeModel();
    await writeFile(join(folder, "w.bin"), new Uint8Array(100));
    await expect(readTfjsModel(path)).rejects.toMatchObject({ code: "model-invalid" });
  });
});

describe("networks with a way back up", () => {
  /** Half the size by a lone convolution, up again, joined with what was there, squashed. */
  async function writeHourglass(resizing: Record<string, unknown>): Promise<string> {
    const kernel = Float32Array.of(0.01, -0.02, 0.03);
    const weights = [
      { name: "kernel", shape: [1, 1, 3, 1], dtype: "float32", data: kernel },
      { name: "size", shape: [2], dtype: "int32", data: Int32Array.of(4, 4) },
      { name: "axis", shape: [], dtype: "int32", data: Int32Array.of(3) },
    ];
    const nodes = [
      node("x", "Placeholder", [], {
        shape: { shape: { dim: [{ size: "1" }, { size: "4" }, { size: "4" }, { size: "3" }] } },
      }),
      ...weights.map(({ name }) => node(name, "Const")),
      node("down", "Conv2D", ["x", "kernel"], { strides: strides(2), padding: same }),
      node("rectified", "Relu", ["down"]),
      node("up", "ResizeBilinear", ["rectified", "size"], resizing),
      node("joined", "ConcatV2", ["up", "x", "axis"]),
      node("squashed", "Sigmoid", ["joined"]),
      node("end", "Identity", ["squashed"]),
    ];
    const manifest = [{ paths: ["w.bin"], weights: weights.map(({ data: _, ...entry }) => entry) }];
    await writeFile(
      join(folder, "w.bin"),
      Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer))),
    );
    const path = join(folder, "model.json");
    await writeFile(path, JSON.stringify({ modelTopology: { node: nodes }, weightsManifest: manifest }));
    return path;
  }

  /** What `end` holds in its first channel, and what in the second, channels-last arithmetic by hand. */
  function byHandUp(picture: Uint8Array, size: number, offset: number) {
    const half = size / 2;
    const small = (y: number, x: number) => {
      const at = (Math.min(y, half - 1) * 2 * size + Math.min(x, half - 1) * 2) * 3;
      const [r = 0, g = 0, b = 0] = picture.subarray(at, at + 3);
      return Math.max(0, 0.01 * r - 0.02 * g + 0.03 * b);
    };
    const up: number[] = [];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const [fy, fx] = [y, x].map((at) => Math.max(0, (at + offset) / 2 - offset)) as [number, number];
        const [y0, x0] = [Math.floor(fy), Math.floor(fx)];
        const [dy, dx] = [fy - y0, fx - x0];
        const value =
          (1 - dy) * ((1 - dx) * small(y0, x0) + dx * small(y0, x0 + 1)) +
          dy * ((1 - dx) * small(y0 + 1, x0) + dx * small(y0 + 1, x0 + 1));
        up.push(1 / (1 + Math.exp(-value)));
      }
    }
    return up;
  }

  test.each([
    ["from corner to corner, at the size it was made for", 4, false],
    ["at twice that size", 8, false],
    ["between the middles of pixels", 8, true],
  ])("are converted as maps, %s", async (_, size, isHalfPixel) => {
    const model = await readTfjsModel(await writeHourglass({ half_pixel_centers: { b: isHalfPixel } }));
    const onnx = convertTfjsModel(model, { scale: 1, offset: 0 }, [
      { node: "end", output: "map", form: "map" },
    ]);
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 53) % 256);
    const session = await openSession(onnx);
    const { map } = await session.run({ pixels: { shape: [1, size, size, 3], data: picture } });
    await session.close();
    expect(map?.shape).toEqual([1, 4, size, size]);
    for (const [i, expected] of byHandUp(picture, size, isHalfPixel ? 0.5 : 0).entries()) {
      expect(Number(map?.data[i])).toBeCloseTo(expected, 5);
    }
    // The second channel is the picture's first.
    expect(Number(map?.data[size * size + 1])).toBeCloseTo(1 / (1 + Math.exp(-(picture[3] ?? 0))), 5);
  });

  test("aligned corners are refused, by name", async () => {
    const model = await readTfjsModel(await writeHourglass({ align_corners: { b: true } }));
    expect(() =>
      convertTfjsModel(model, { scale: 1, offset: 0 }, [{ node: "end", output: "y", form: "map" }]),
    ).toThrow(/"up" aligns corners/);
  });
});

describe("blocks with a widened shortcut", () => {
  /** A picture's largest of each 2 × 2, a channel of zeros behind, and a vector of four added. */
  async function writeBlock(paddings: Int32Array): Promise<string> {
    const added = Float32Array.of(0.5, 1, 2, 4);
    const weights = [
      { name: "paddings", shape: [4, 2], dtype: "int32", data: paddings },
      { name: "added", shape: [4], dtype: "float32", data: added },
    ];
    const nodes = [
      node("x", "Placeholder"),
      ...weights.map(({ name }) => node(name, "Const")),
      node("largest", "MaxPool", ["x"], { ksize: strides(2), strides: strides(2), padding: same }),
      node("wide", "Pad", ["largest", "paddings"]),
      node("sum", "AddV2", ["wide", "added"]),
    ];
    const manifest = [{ paths: ["w.bin"], weights: weights.map(({ data: _, ...entry }) => entry) }];
    await writeFile(
      join(folder, "w.bin"),
      Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer))),
    );
    const path = join(folder, "model.json");
    await writeFile(path, JSON.stringify({ modelTopology: { node: nodes }, weightsManifest: manifest }));
    return path;
  }

  const taps = [{ node: "sum", output: "map", form: "map" }] as const;

  test("keep the largest, put zeros behind the channels, add by channel", async () => {
    const model = await readTfjsModel(await writeBlock(Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1)));
    const session = await openSession(convertTfjsModel(model, { scale: 1, offset: 0 }, taps));
    const picture = Uint8Array.from({ length: 3 * 3 * 3 }, (_, i) => (i * 37) % 256);
    const { map } = await session.run({ pixels: { shape: [1, 3, 3, 3], data: picture } });
    await session.close();
    const at = (y: number, x: number, c: number) => picture[(y * 3 + x) * 3 + c] ?? 0;
    expect(map?.shape).toEqual([1, 4, 2, 2]);
    for (const [channel, added] of [0.5, 1, 2].entries()) {
      const values = [...(map?.data.subarray(4 * channel, 4 * channel + 4) ?? [])];
      const rows = [[0, 1], [2]];
      const expected = rows.flatMap((ys) =>
        rows.map((xs) => Math.max(...ys.flatMap((y) => xs.map((x) => at(y, x, channel)))) + added),
      );
      expect(values).toEqual(expected);
    }
    expect([...(map?.data.subarray(12) ?? [])]).toEqual([4, 4, 4, 4]);
  });

  test("padded elsewhere they are refused, by name", async () => {
    const model = await readTfjsModel(await writeBlock(Int32Array.of(0, 0, 1, 1, 1, 1, 0, 0)));
    expect(() => convertTfjsModel(model, { scale: 1, offset: 0 }, taps)).toThrow(/"wide" pads by/);
  });
});
