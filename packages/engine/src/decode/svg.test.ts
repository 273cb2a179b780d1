import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeImage } from "./decode.ts";
import { drawingBudget, openSvg } from "./svg.ts";

const bounds = { maxPixels: 1e8, side: 256 };
const svg = (content: string, size = 64) =>
  new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">${content}</svg>`,
  );

test("a drawing comes out with its nominal size and its colours", async () => {
  const { metadata, preview } = await decodeImage(svg('<rect width="64" height="64" fill="#102030"/>'));
  expect(metadata).toMatchObject({ format: "svg", width: 64, height: 64 });
  expect([...preview.data.subarray(0, 3)]).toEqual([0x10, 0x20, 0x30]);
});

test("one that asks for minutes of work ends at its budget of time", async () => {
  const turbulence = '<feTurbulence baseFrequency=".5" numOctaves="10"/><feGaussianBlur stdDeviation="300"/>';
  const costly = svg(
    `<filter id="f" x="0" y="0" width="1" height="1">${turbulence.repeat(40)}</filter>${'<rect width="4000" height="4000" filter="url(#f)"/>'.repeat(20)}`,
    4000,
  );
  const budget = { ...drawingBudget, maxMilliseconds: 1500 };
  await expect(openSvg(costly, bounds, budget)).rejects.toMatchObject({ code: "decode-too-costly" });
});

test("one that holds a huge picture ends at its budget of memory", async () => {
  const blank = { width: 9000, height: 9000, channels: 3, background: "#369" } as const;
  const inner = await sharp({ create: blank, limitInputPixels: false }).png().toBuffer();
  const costly = svg(
    `<image width="64" height="64" href="data:image/png;base64,${inner.toString("base64")}"/>`,
  );
  const budget = { maxMilliseconds: 60_000, maxResidentBytes: 256 * 2 ** 20 };
  await expect(openSvg(costly, bounds, budget)).rejects.toMatchObject({ code: "decode-too-costly" });
});

test("what is no drawing is said to be damaged, and a huge one to be too large", async () => {
  await expect(openSvg(svg("<rect"), bounds)).rejects.toMatchObject({ code: "decode-corrupt" });
  const huge = svg("<rect/>", 20_000);
  await expect(openSvg(huge, bounds)).rejects.toMatchObject({ code: "too-many-pixels" });
});
