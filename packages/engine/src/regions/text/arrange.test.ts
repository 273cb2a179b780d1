import { describe, expect, test } from "vitest";
import { toBlocks, toLines } from "./arrange.ts";

function piece(text: string, x: number, y: number, width = 60, height = 20) {
  return {
    text,
    confidence: 0.9,
    rectangle: { x: x + width / 2, y: y + height / 2, width, height, angle: 0 },
  };
}

/** The same page turned about the origin. */
function turnedBy(angle: number, pieces: readonly ReturnType<typeof piece>[]) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return pieces.map(({ rectangle, ...rest }) => ({
    ...rest,
    rectangle: {
      ...rectangle,
      x: rectangle.x * cos - rectangle.y * sin,
      y: rectangle.x * sin + rectangle.y * cos,
      angle,
    },
  }));
}

const page = [
  piece("bread", 66, 26),
  piece("warm", 0, 24),
  piece("coffee", 65, 0),
  piece("fresh", 0, 1),
  piece("OPEN", 200, 0),
  piece("HEADLINE", 0, 60, 200, 60),
];
const blocks = ["fresh coffee\nwarm bread", "OPEN", "HEADLINE"];

describe("pieces become lines and blocks", () => {
  test.each([0, 0.1, Math.PI / 2, Math.PI, -2])("in order of reading, the page turned by %d", (angle) => {
    const found = toBlocks(toLines(turnedBy(angle, page))).map(({ text }) => text);
    expect(found.toSorted()).toEqual(blocks.toSorted());
  });

  test("a block's rectangle holds its pieces, its confidence is that of its characters", () => {
    const [block] = toBlocks(
      toLines([
        { ...piece("ab", 0, 0), confidence: 1 },
        { ...piece("abcdef", 0, 25, 80), confidence: 0.6 },
      ]),
    );
    expect(block).toMatchObject({ text: "ab\nabcdef", rectangle: { x: 40, y: 22.5, width: 80, height: 45 } });
    expect(block!.confidence).toBeCloseTo((2 * 1 + 6 * 0.6) / 8, 9);
  });

  test("lines that are read in different directions stay apart", () => {
    const across = turnedBy(Math.PI / 2, [piece("side", 0, -30)]);
    expect(toBlocks(toLines([piece("level", 0, 0), ...across]))).toHaveLength(2);
  });

  test("nothing stays nothing", () => {
    expect(toBlocks(toLines([]))).toEqual([]);
  });
});
