/**
 * Text from files, made safe for a terminal. Names and metadata come from anywhere and may hold
 * sequences that recolour, retitle or overwrite the screen.
 */

// Controls but tab and line feed, the second set of controls, and what turns the direction of text.
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** As JSON would write it (`\u001b`), so that a line of JSON keeps its meaning. Lines and tabs stay. */
export function harmless(text: string): string {
  return text.replace(unsafe, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

/** The same with lines and tabs shown too, for what must stay on one line. */
export function oneLine(text: string): string {
  return text.replace(unsafe, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
