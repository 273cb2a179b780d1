import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pictureInRow, rowAt, scrollToShow, sectionAt, visibleRange } from "./grid-geometry.ts";
import { type GridShape, justifiedRows } from "./justified-rows.ts";

const shape: GridShape = { width: 1000, rowHeight: 200, gap: 4, headingHeight: 40 };
const ratios = fc.array(fc.integer({ min: 10, max: 900 }), { minLength: 1, maxLength: 300 });

function oneSection(count: number) {
  return [{ label: "all", count }];
}

describe("justified rows", () => {
  test("every full row fills the width exactly and none is higher than asked for", () => {
    fc.assert(
      fc.property(ratios, (list) => {
        const layout = justifiedRows(list, oneSection(list.length), shape);
        for (let row = 0; row < layout.rowCount; row++) {
          const last = layout.rowFirst[row + 1]! - 1;
          const right = layout.left[last]! + layout.width[last]!;
          expect(layout.rowHeight[row]!).toBeLessThanOrEqual(shape.rowHeight);
          if (row < layout.rowCount - 1) expect(right).toBeCloseTo(shape.width, 1);
          else expect(right).toBeLessThanOrEqual(shape.width + 0.1);
        }
      }),
    );
  });

  test("pictures keep their order and each is in exactly one row", () => {
    fc.assert(
      fc.property(ratios, (list) => {
        const layout = justifiedRows(list, oneSection(list.length), shape);
        expect(layout.rowFirst[0]).toBe(0);
        expect(layout.rowFirst[layout.rowCount]).toBe(list.length);
        for (let index = 1; index < list.length; index++) {
          const step = layout.row[index]! - layout.row[index - 1]!;
          expect(step === 0 || step === 1).toBe(true);
        }
      }),
    );
  });

  test("a section starts a new row, below its heading", () => {
    const layout = justifiedRows(
      [100, 100, 100],
      [
        { label: "Monday", count: 1 },
        { label: "Tuesday", count: 2 },
      ],
      shape,
    );
    expect(layout.sections.map((section) => section.top)).toEqual([0, 244]);
    expect([...layout.rowTop]).toEqual([40, 284]);
    expect([...layout.row]).toEqual([0, 1, 1]);
    expect(sectionAt(layout, 283)?.label).toBe("Tuesday");
    expect(sectionAt(layout, 243)?.label).toBe("Monday");
  });

  test("100,000 pictures are laid out with work that grows in line with their number", () => {
    const list = Array.from({ length: 100_000 }, (_, index) => 60 + ((index * 7919) % 140));
    const layout = justifiedRows(list, oneSection(list.length), shape);
    expect(layout.rowFirst[layout.rowCount]).toBe(100_000);
    expect(layout.rowCount).toBeGreaterThan(10_000);
    expect(layout.height).toBeCloseTo(
      layout.rowTop[layout.rowCount - 1]! + layout.rowHeight[layout.rowCount - 1]! + shape.gap,
      3,
    );
  });
});

describe("grid geometry", () => {
  const list = Array.from({ length: 500 }, (_, index) => 60 + ((index * 37) % 120));
  const layout = justifiedRows(list, oneSection(list.length), shape);

  test("rowAt agrees with a walk over all rows", () => {
    for (let y = -10; y < layout.height; y += 61) {
      let expected = 0;
      for (let row = 0; row < layout.rowCount; row++) if (layout.rowTop[row]! <= y) expected = row;
      expect(rowAt(layout, y)).toBe(expected);
    }
  });

  test("everything that touches the band is in the visible range", () => {
    const { first, end } = visibleRange(layout, 700, 1300);
    for (let index = 0; index < list.length; index++) {
      const row = layout.row[index]!;
      const touches = layout.rowTop[row]! <= 1300 && layout.rowTop[row]! + layout.rowHeight[row]! >= 700;
      if (touches) expect(index >= first && index < end).toBe(true);
    }
  });

  test("down then up comes back to the same row, and stays inside the grid at its ends", () => {
    const down = pictureInRow(layout, 20, 1);
    expect(layout.row[down]).toBe(layout.row[20]! + 1);
    expect(layout.row[pictureInRow(layout, down, -1)]).toBe(layout.row[20]);
    expect(layout.row[pictureInRow(layout, 0, -5)]).toBe(0);
    expect(layout.row[pictureInRow(layout, 499, 5)]).toBe(layout.rowCount - 1);
  });

  test("scrolling to a picture moves no further than needed", () => {
    const margin = { top: 70, bottom: 8 };
    expect(scrollToShow(layout, 0, -70, 600, margin)).toBe(-70);
    const deep = scrollToShow(layout, 400, 0, 600, margin);
    const row = layout.row[400]!;
    expect(layout.rowTop[row]! + layout.rowHeight[row]!).toBeLessThanOrEqual(deep + 600);
    expect(scrollToShow(layout, 400, deep, 600, margin)).toBe(deep);
    const back = scrollToShow(layout, 100, deep, 600, margin);
    expect(layout.rowTop[layout.row[100]!]! - back).toBe(70);
  });
});
