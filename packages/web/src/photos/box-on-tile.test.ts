import { expect, test } from "vitest";
import { boxOnTile } from "./box-on-tile.ts";

const box = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };

test("a tile of the picture's shape shows the part at the same share", () => {
  expect(boxOnTile(box, { width: 800, height: 400 }, { width: 200, height: 100 })).toEqual({
    left: 50,
    top: 50,
    width: 100,
    height: 25,
  });
});

test("a tile that cuts the sides of a picture shifts the part, and cuts it too", () => {
  // 400 x 100 on the tile, of which 100 are hidden at each side.
  const wide = { width: 1600, height: 400 };
  const tile = { width: 200, height: 100 };
  expect(boxOnTile(box, wide, tile)).toEqual({ left: 0, top: 50, width: 200, height: 25 });
  expect(boxOnTile({ ...box, x: 0.5 }, wide, tile)).toMatchObject({ left: 100, width: 100 });
});
