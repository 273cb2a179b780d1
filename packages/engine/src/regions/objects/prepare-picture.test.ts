import { describe, expect, test } from "vitest";
import type { Preparation } from "../../models/catalogue/object-detectors.ts";
import { preparePicture } from "./prepare-picture.ts";

const plain = { channels: "rgb", mean: [0, 0, 0], deviation: [1, 1, 1] } as const;

/** One colour. */
function picture(width: number, height: number, colour: readonly number[] = [255, 102, 0]) {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3] ?? 0),
  };
}

describe("preparePicture", () => {
  test.each<[string, Preparation, [number, number], object]>([
    ["squeezes", { fit: "squeeze", side: 32, ...plain }, [100, 40], { width: 32, height: 32 }],
    [
      "fits inside by the shorter side",
      { fit: "inside", shorter: 20, longer: 90, ...plain },
      [100, 40],
      { width: 50, height: 20 },
    ],
    [
      "fits inside by the longer side",
      { fit: "inside", shorter: 80, longer: 50, ...plain },
      [40, 100],
      { width: 20, height: 50 },
    ],
    ["fits into a square", { fit: "square", side: 50, ...plain }, [100, 40], { width: 50, height: 20 }],
    [
      "keeps a line a line",
      { fit: "inside", shorter: 80, longer: 133, ...plain },
      [4000, 1],
      { width: 133, height: 1 },
    ],
  ])("%s", async (_, preparation, [width, height], used) => {
    expect((await preparePicture(picture(width, height), preparation)).used).toEqual(used);
  });

  test("fills up to steps with zeros, to squares with grey", async () => {
    const stepped = await preparePicture(picture(10, 5), {
      fit: "inside",
      shorter: 5,
      longer: 10,
      sideStep: 8,
      ...plain,
    });
    expect(stepped).toMatchObject({ width: 16, height: 8, used: { width: 10, height: 5 } });
    expect([stepped.planes[9], stepped.planes[10]]).toEqual([1, 0]);
    const square = await preparePicture(picture(10, 5), { fit: "square", side: 10, ...plain });
    expect([square.planes[4 * 10], square.planes[5 * 10]]).toEqual([1, 0.5]);
  });

  test("scales every channel, in the order the network wants", async () => {
    const { planes } = await preparePicture(picture(2, 2), {
      fit: "squeeze",
      side: 2,
      channels: "bgr",
      mean: [0, 0.2, 0.5],
      deviation: [1, 0.5, 0.25],
    });
    expect([planes[0], planes[4], planes[8]].map((value) => value?.toFixed(4))).toEqual([
      "0.0000",
      "0.4000",
      "2.0000",
    ]);
  });
});
