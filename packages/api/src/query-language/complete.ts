/** What could be typed next: names of fields, and values of the field that is being typed. */
import { fields, offeredFields } from "./fields.ts";

/** Values that a library has, by field: people, labels, clusters … */
export type Vocabulary = Readonly<Partial<Record<string, readonly string[]>>>;

export interface Completion {
  /** What takes the place of the characters `from` … `to`. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** One line beside it. */
  readonly hint: string;
}

const most = 8;
/** The word that ends at the cursor, with a field before it or not; the value may have an open quote. */
const typed = /(?:^|[\s(])(?:NOT\s+)?[-+]?(?:([a-z]+):("?)([^"]*|[^\s"]*)|([a-z]*))$/i;

/** Best first, at most eight; nothing where words are typed that no field begins with. */
export function completionsAt(line: string, cursor: number, vocabulary: Vocabulary = {}): Completion[] {
  const found = typed.exec(line.slice(0, cursor));
  if (!found) return [];
  const [, name, quote = "", begun = "", word = ""] = found;
  if (name === undefined) return word === "" ? [] : fieldsBeginning(word, cursor);
  const field = fields.find((each) => each.name === name.toLowerCase());
  if (!field || (quote === "" && /\s/.test(begun))) return [];
  const values = field.values ?? vocabulary[field.name] ?? [];
  const wanted = begun.toLowerCase();
  const rank = (value: string) => (value.toLowerCase().startsWith(wanted) ? 0 : 1);
  return values
    .filter((value) => value.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, most)
    .map((value) => {
      const text = /^[^\s"*()]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
      const from = cursor - begun.length - quote.length;
      return { text, from, to: cursor, hint: field.meaning };
    });
}

function fieldsBeginning(word: string, cursor: number): Completion[] {
  return offeredFields
    .filter(({ name }) => name.startsWith(word.toLowerCase()))
    .slice(0, most)
    .map(({ name, meaning }) => ({
      text: `${name}:`,
      from: cursor - word.length,
      to: cursor,
      hint: meaning,
    }));
}
