/**
 * Every key of the page in one table: what it does, where it counts, and the words the `?` list
 * shows. Deciding is a pure function, so that it can be tested; acting is the listeners' business.
 */

export type KeyAction =
  | "focus-search"
  | "go-home"
  | "go-photos"
  | "go-clusters"
  | "go-people"
  | "go-search"
  | "go-jobs"
  | "help"
  | "undo"
  | "redo"
  | "clear-selection";

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `isTyping`: the key goes to a text field; `awaitsPage`: `g` was pressed a moment ago. */
export interface KeyContext {
  readonly isTyping: boolean;
  readonly awaitsPage: boolean;
}

const pages: Readonly<Record<string, KeyAction>> = {
  h: "go-home",
  p: "go-photos",
  c: "go-clusters",
  s: "go-search",
  f: "go-people",
  j: "go-jobs",
};

/** What a key press means: an action, `await-page` after `g`, or null when it is not ours. */
export function decideKey(press: KeyPress, context: KeyContext): KeyAction | "await-page" | null {
  if (context.isTyping) return null;
  const isPlain = !press.ctrlKey && !press.metaKey && !press.altKey;
  if (!isPlain) {
    if (press.key.toLowerCase() !== "z" || press.altKey) return null;
    return press.shiftKey ? "redo" : "undo";
  }
  if (context.awaitsPage) return pages[press.key] ?? null;
  if (press.key === "g") return "await-page";
  if (press.key === "/") return "focus-search";
  if (press.key === "?") return "help";
  if (press.key === "Escape") return "clear-selection";
  return null;
}

/** The `?` list: groups of keys with what they do. */
export const keyList: readonly { readonly title: string; readonly keys: readonly [string, string][] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["/", "Search"],
      ["g then h p s c f j", "Go to home, photos, search, clusters, people, jobs"],
      ["Ctrl+Z", "Undo the last change"],
      ["Ctrl+Shift+Z", "Redo what was undone"],
      ["?", "This list"],
      ["Esc", "Close one level, then clear the selection"],
    ],
  },
  {
    title: "Pictures",
    keys: [
      ["← → ↑ ↓", "Move"],
      ["Home End", "First, last"],
      ["Page Up Page Down", "Move by a page"],
      ["Enter", "Open"],
      ["x", "Select"],
      ["Shift + arrows", "Extend the selection"],
      ["s", "Find similar"],
    ],
  },
  {
    title: "People",
    keys: [
      ["1 2 3", "Say who a face is"],
      ["s", "Skip the question"],
      ["x", "Select a face"],
      ["Enter", "Open its photo"],
    ],
  },
  {
    title: "Viewer",
    keys: [
      ["← →", "Previous, next"],
      ["+ − 0", "Zoom in, out, fit"],
      ["i", "Details"],
      ["x", "Select"],
      ["s", "Find similar"],
      ["r", "Show or hide parts"],
      ["d", "Draw a part to search with"],
      ["w", "Show why it matched, or where the encoder looks"],
      ["Esc", "Leave the part, then close"],
    ],
  },
];
