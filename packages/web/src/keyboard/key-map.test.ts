import { expect, test } from "vitest";
import { decideKey, type KeyPress } from "./key-map.ts";

const idle = { isTyping: false, awaitsPage: false };

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

test("g waits for a page, and the next key goes there", () => {
  expect(decideKey(press("g"), idle)).toBe("await-page");
  expect(decideKey(press("c"), { ...idle, awaitsPage: true })).toBe("go-clusters");
  expect(decideKey(press("c"), idle)).toBeNull();
  expect(decideKey(press("q"), { ...idle, awaitsPage: true })).toBeNull();
});

test("nothing is taken from a text field, not even undo", () => {
  for (const key of ["/", "g", "?", "Escape"]) {
    expect(decideKey(press(key), { ...idle, isTyping: true })).toBeNull();
  }
  expect(decideKey(press("z", { ctrlKey: true }), { ...idle, isTyping: true })).toBeNull();
});

test("undo is Ctrl+Z or Cmd+Z, redo the same with Shift; the browser keeps its own combinations", () => {
  expect(decideKey(press("z", { ctrlKey: true }), idle)).toBe("undo");
  expect(decideKey(press("z", { metaKey: true }), idle)).toBe("undo");
  expect(decideKey(press("Z", { ctrlKey: true, shiftKey: true }), idle)).toBe("redo");
  expect(decideKey(press("Z", { metaKey: true, shiftKey: true }), idle)).toBe("redo");
  expect(decideKey(press("z", { ctrlKey: true, altKey: true }), idle)).toBeNull();
  expect(decideKey(press("f", { ctrlKey: true }), idle)).toBeNull();
  expect(decideKey(press("/", { altKey: true }), idle)).toBeNull();
});
