import { expect, test } from "vitest";
import { actionOf, type KeyPlace, type KeyPress, keyMap } from "./key-map.ts";

const { everywhere, pages, photos, viewer } = keyMap;
const places: readonly KeyPlace<string>[] = Object.values(keyMap);
const sources = import.meta.glob<string>("../**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

test("a key means what its place says, and nothing where it is not listed", () => {
  expect(actionOf(everywhere, press("g"))).toBe("await-page");
  expect(actionOf(pages, press("c"))).toBe("go-clusters");
  expect(actionOf(everywhere, press("c"))).toBeNull();
  expect(actionOf(photos, press("s"))).toBe("find-similar");
  expect(actionOf(viewer, press("q"))).toBeNull();
});

test("undo is Ctrl+Z or Cmd+Z, redo the same with Shift; the browser keeps its own combinations", () => {
  expect(actionOf(everywhere, press("z", { ctrlKey: true }))).toBe("undo");
  expect(actionOf(everywhere, press("z", { metaKey: true }))).toBe("undo");
  expect(actionOf(everywhere, press("Z", { ctrlKey: true, shiftKey: true }))).toBe("redo");
  expect(actionOf(everywhere, press("Z", { metaKey: true, shiftKey: true }))).toBe("redo");
  expect(actionOf(everywhere, press("z"))).toBeNull();
  expect(actionOf(everywhere, press("z", { ctrlKey: true, altKey: true }))).toBeNull();
  expect(actionOf(everywhere, press("f", { ctrlKey: true }))).toBeNull();
  expect(actionOf(viewer, press("x", { ctrlKey: true }))).toBeNull();
  expect(actionOf(everywhere, press("/", { altKey: true }))).toBeNull();
});

test.each(places.map((place) => [place.title, place] as const))(
  "%s: no key has two meanings, and every meaning is on the list",
  (_, { bindings }) => {
    const combinations = bindings.flatMap(({ keys, command }) =>
      keys.map((key) => `${command ?? ""} ${key}`),
    );
    expect(new Set(combinations).size).toBe(combinations.length);
    const listed = bindings
      .map(({ shown }) => shown ?? "")
      .join(" ")
      .toLowerCase();
    for (const { keys, meaning } of bindings) {
      expect(meaning).not.toBe("");
      // "ArrowUp" is shown as an arrow, "PageUp" in two words, "Escape" short, a minus sign as one.
      const names = keys.map((key) => signs[key] ?? key.toLowerCase());
      expect(
        names.some((name) => listed.includes(name)),
        `${keys} in ${listed}`,
      ).toBe(true);
    }
  },
);

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  PageUp: "page up",
  PageDown: "page down",
  Escape: "esc",
  " ": "space",
  "-": "−",
};

test("no other file of the page looks at the name of a key", () => {
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  const lookers = Object.entries(sources)
    .filter(([path]) => !path.startsWith("./"))
    .filter(([, text]) => /\bevent\.(key|code|keyCode|which)\b|\bcase "(Escape|Enter|Arrow\w+)"/.test(text))
    .map(([path]) => path);
  expect(lookers).toEqual([]);
});

test("every place of the map is asked for somewhere", () => {
  const text = Object.entries(sources)
    .filter(([path]) => !path.startsWith("./"))
    .map(([, source]) => source)
    .join("");
  for (const name of Object.keys(keyMap)) expect(text).toContain(`keyMap.${name}`);
});
