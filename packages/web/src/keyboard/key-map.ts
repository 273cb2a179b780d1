/**
 * Every key of the page in one table: where it counts, what it does, and the words the `?` list shows.
 * A place asks `actionOf` what a press means there and acts on the answer; no other file looks at the
 * name of a key. What the browser does by itself in fields, buttons and dialogs is not listed.
 */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface KeyBinding<Action extends string> {
  readonly action: Action;
  /** Names as `KeyboardEvent.key` has them. */
  readonly keys: readonly string[];
  /** What the `?` list shows; null: a second way to what another line says. */
  readonly shown: string | null;
  readonly meaning: string;
  /** With Ctrl or Cmd, and with Shift or without; absent: plain, whatever Shift does. */
  readonly command?: "plain" | "shift";
}

export interface KeyPlace<Action extends string> {
  readonly title: string;
  readonly bindings: readonly KeyBinding<Action>[];
}

type Line<Action extends string> = readonly [
  action: Action,
  keys: readonly string[],
  shown: string | null,
  meaning: string,
  command?: "plain" | "shift",
];

function place<const Action extends string>(
  title: string,
  ...lines: readonly Line<Action>[]
): KeyPlace<Action> {
  return {
    title,
    bindings: lines.map(([action, keys, shown, meaning, command]) => ({
      action,
      keys,
      shown,
      meaning,
      ...(command && { command }),
    })),
  };
}

export const keyMap = {
  everywhere: place(
    "Everywhere",
    ["focus-search", ["/"], "/", "Search"],
    ["await-page", ["g"], "g", "Go to a page: the next key says which"],
    ["undo", ["z", "Z"], "Ctrl+Z", "Undo the last change", "plain"],
    ["redo", ["z", "Z"], "Ctrl+Shift+Z", "Redo what was undone", "shift"],
    ["help", ["?"], "?", "Show this list"],
    ["clear-selection", ["Escape"], "Esc", "Close what is open, then clear the selection"],
  ),
  pages: place(
    "After g",
    ["go-home", ["h"], "h", "Home"],
    ["go-photos", ["p"], "p", "Photos"],
    ["go-search", ["s"], "s", "Search"],
    ["go-clusters", ["c"], "c", "Clusters"],
    ["go-people", ["f"], "f", "People (faces)"],
    ["go-jobs", ["j"], "j", "Jobs"],
  ),
  searchBox: place(
    "Search box",
    ["next", ["ArrowDown"], "↑ ↓", "Choose a suggestion"],
    ["previous", ["ArrowUp"], null, "Choose a suggestion"],
    ["accept", ["Enter", "Tab"], "Enter Tab", "Take the chosen suggestion"],
    ["leave", ["Escape"], "Esc", "Close the suggestions, then leave the box"],
  ),
  nameField: place("Fields for names", ["cancel", ["Escape"], "Esc", "Give up the change"]),
  photos: place(
    "Photos",
    ["left", ["ArrowLeft"], "← → ↑ ↓", "Move"],
    ["right", ["ArrowRight"], null, "Move"],
    ["up", ["ArrowUp"], null, "Move"],
    ["down", ["ArrowDown"], null, "Move"],
    ["first", ["Home"], "Home End", "Go to the first or the last photo"],
    ["last", ["End"], null, "Go to the last photo"],
    ["page-up", ["PageUp"], "Page Up Page Down", "Move by a screen"],
    ["page-down", ["PageDown"], null, "Move by a screen"],
    ["open", ["Enter"], "Enter", "Open"],
    ["select", ["x", " "], "x Space", "Select (Shift and arrows: select a range)"],
    ["find-similar", ["s"], "s", "Find similar photos"],
  ),
  dateSlider: place(
    "Date slider",
    ["up", ["ArrowUp"], "↑ ↓", "Scroll a little"],
    ["down", ["ArrowDown"], null, "Scroll a little"],
    ["page-up", ["PageUp"], "Page Up Page Down", "Scroll far"],
    ["page-down", ["PageDown"], null, "Scroll far"],
    ["first", ["Home"], "Home End", "Scroll to the top or the bottom"],
    ["last", ["End"], null, "Scroll to the bottom"],
  ),
  faces: place(
    "Faces of a person",
    ["left", ["ArrowLeft"], "← → ↑ ↓", "Move"],
    ["right", ["ArrowRight"], null, "Move"],
    ["up", ["ArrowUp"], null, "Move"],
    ["down", ["ArrowDown"], null, "Move"],
    ["first", ["Home"], "Home End", "Go to the first or the last face"],
    ["last", ["End"], null, "Go to the last face"],
    ["select", ["x", " "], "x Space", "Select a face"],
    ["open", ["Enter"], "Enter", "Open its photo"],
    ["clear", ["Escape"], "Esc", "Clear the selection"],
  ),
  question: place(
    "Who is this?",
    ["answer-1", ["1"], "1 2 3", "Say who it is"],
    ["answer-2", ["2"], null, "Say who it is"],
    ["answer-3", ["3"], null, "Say who it is"],
    ["skip", ["s"], "s", "Skip the question"],
  ),
  viewer: place(
    "Viewer",
    ["previous", ["ArrowLeft"], "← →", "Previous photo, next photo"],
    ["next", ["ArrowRight"], null, "Next photo"],
    ["zoom-in", ["+", "="], "+ − 0", "Zoom in, zoom out, fit"],
    ["zoom-out", ["-"], null, "Zoom out"],
    ["fit", ["0"], null, "Fit"],
    ["details", ["i"], "i", "Show or hide details"],
    ["select", ["x"], "x", "Select"],
    ["find-similar", ["s"], "s", "Find similar photos"],
    ["parts", ["r"], "r", "Show or hide parts"],
    ["draw", ["d"], "d", "Draw a part to search with"],
    ["why", ["w"], "w", "Show why it matched, or where the encoder looks"],
    // The dialog hears of it from the browser, on a phone also from the way back.
    ["close", ["Escape"], "Esc", "Leave the part, then close the viewer"],
  ),
  drawing: place(
    "Drawing a part",
    ["left", ["ArrowLeft"], "← → ↑ ↓", "Move the part (with Shift: resize it)"],
    ["right", ["ArrowRight"], null, "Move the part"],
    ["up", ["ArrowUp"], null, "Move the part"],
    ["down", ["ArrowDown"], null, "Move the part"],
  ),
} as const;

type ActionIn<Place> = Place extends KeyPlace<infer Action> ? Action : never;
export type KeyAction<Name extends keyof typeof keyMap> = ActionIn<(typeof keyMap)[Name]>;

/** What a press means in a place; null when it is not ours. */
export function actionOf<Action extends string>(
  { bindings }: KeyPlace<Action>,
  press: KeyPress,
): Action | null {
  const isCommand = press.ctrlKey || press.metaKey;
  if (press.altKey) return null;
  const fits = ({ keys, command }: KeyBinding<Action>) =>
    keys.includes(press.key) &&
    (command === undefined ? !isCommand : isCommand && (command === "shift") === press.shiftKey);
  return bindings.find(fits)?.action ?? null;
}

/** Whether a press is of a modifier alone, on the way to a combination. */
export function isModifier({ key }: Pick<KeyPress, "key">): boolean {
  return key === "Shift" || key === "Control" || key === "Alt" || key === "Meta";
}
