import { expect, test } from "vitest";
import { withShortIds, withWholeIds } from "./short-ids.ts";

const id = "3f9a7c21".padEnd(64, "0");

test("ids are short in the box and whole when they are sent, wherever they stand in the line", () => {
  const line = `beach -2*image:${id}@0.1,0.2,0.5,0.5 region:${id}:object:1-2-3-4`;
  const box = withShortIds(line);
  expect(box).toBe("beach -2*image:3f9a7c21…@0.1,0.2,0.5,0.5 region:3f9a7c21…:object:1-2-3-4");
  expect(withWholeIds(box)).toBe(line);
});

test("an ellipsis that stands for no id is left alone", () => {
  expect(withWholeIds("wait… image:deadbeef…")).toBe("wait… image:deadbeef…");
});
