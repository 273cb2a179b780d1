import { expect, test } from "vitest";
import { decodePixels } from "../decode/decode.ts";
import { asBytes, fromPixels } from "../decode/sharp.ts";
import { renderPart, withMargin } from "./part-picture.ts";

const picture = { width: 400, height: 200 };

test("a face is shown as a square with a margin, moved in from the edge", () => {
  const face = { type: "face", box: { x: 0, y: 0.25, width: 0.1, height: 0.4 } } as const;
  const { x, y, width, height } = withMargin(face, picture);
  // 40 × 80 pixels: 80 and a quarter of it on either side.
  expect([x * 400, y * 200, width * 400, height * 200].map(Math.round)).toEqual([0, 30, 120, 120]);
});

test("another part keeps its shape, and nothing leaves the picture", () => {
  const part = { type: "object", box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } } as const;
  const { x, y, width, height } = withMargin(part, picture);
  expect([x * 400, y * 200, width * 400, height * 200].map(Math.round)).toEqual([84, 34, 232, 132]);
  const whole = { type: "whole", box: { x: 0, y: 0, width: 1, height: 1 } } as const;
  expect(withMargin(whole, picture)).toEqual(whole.box);
});

test("what is cut shows the part", async () => {
  const data = new Uint8Array(400 * 200 * 3);
  // Red from x = 200 on.
  for (let i = 0; i < 400 * 200; i++) if (i % 400 >= 200) data[3 * i] = 255;
  const thumbnail = asBytes(
    await fromPixels({ ...picture, data })
      .webp({ lossless: true })
      .toBuffer(),
  );
  const box = { x: 0.75, y: 0.5, width: 0.125, height: 0.25 };
  const cut = await decodePixels(await renderPart(thumbnail, { type: "object", box }, "small"), 1024);
  expect([cut.width, cut.height]).toEqual([58, 58]);
  expect(cut.data[0]).toBeGreaterThan(200);
  expect(cut.data[1]).toBeLessThan(60);
});
