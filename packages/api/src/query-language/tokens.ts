/**
 * A line of the query language as tokens, each with its place, so that an error can point at it.
 *
 *   -2*"TOTAL"   NOT person:"Anna M"   (two dogs)*0.5   + image:3f…@0.1,0.2,0.3,0.4
 */

/** A piece of the line, from its first character up to (not including) `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Token = Span &
  (
    | { readonly kind: "sign"; readonly sign: "+" | "-" }
    /** `2*` before something, or `*2` behind it. */
    | { readonly kind: "weight"; readonly weight: number; readonly isBehind: boolean }
    | { readonly kind: "quoted"; readonly text: string }
    | { readonly kind: "group"; readonly text: string }
    | { readonly kind: "field"; readonly field: string; readonly value: string; readonly isQuoted: boolean }
    | { readonly kind: "word"; readonly text: string }
  );

/** A line that cannot be read; `at` is where, and the message says what to write instead. */
export class QueryError extends Error {
  readonly at: Span;
  constructor(message: string, at: Span) {
    super(message);
    this.name = "QueryError";
    this.at = at;
  }
}

const quotedText = '"((?:[^"\\\\]|\\\\.)*)"';
const patterns = {
  space: /\s+/y,
  not: /NOT(?=\s|\(|")/y,
  sign: /[-+](?=\s*\S)/y,
  weightBefore: /(\d+(?:\.\d+)?)\*(?=\S)/y,
  weightBehind: /\*(-?\d+(?:\.\d+)?)(?=\s|$)/y,
  quoted: new RegExp(quotedText, "y"),
  field: new RegExp(`([a-z]+):(?:${quotedText}|([^\\s"*]*))`, "yi"),
  group: /\(([^()]*)\)/y,
  word: /[^\s"()*]+|[*)]/y,
} as const;

/** @throws QueryError for a quote or a bracket that is not closed. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(line);
  };
  while (at < line.length) {
    const space = match(patterns.space);
    if (space) {
      at += space[0].length;
      continue;
    }
    const from = at;
    // A sign or a weight in the middle of a word belongs to the word: "t-shirt", "3*3=9".
    const isStart = from === 0 || /[\s(]/.test(line[from - 1] ?? "") || isOpening(tokens.at(-1), from);
    const found = read(line, from, isStart, match);
    at = found.to;
    tokens.push(found);
  }
  return tokens;
}

/** Whether the token that ends here lets another begin without a space: `-2*(…)`. */
function isOpening(last: Token | undefined, at: number): boolean {
  return last?.to === at && (last.kind === "sign" || (last.kind === "weight" && !last.isBehind));
}

function read(
  line: string,
  from: number,
  isStart: boolean,
  match: (pattern: RegExp) => RegExpExecArray | null,
): Token {
  const span = (found: RegExpExecArray): Span => ({ from, to: from + found[0].length });
  const not = isStart && match(patterns.not);
  if (not) return { ...span(not), kind: "sign", sign: "-" };
  const sign = isStart && match(patterns.sign);
  if (sign) return { ...span(sign), kind: "sign", sign: sign[0] === "-" ? "-" : "+" };
  const before = isStart && match(patterns.weightBefore);
  if (before) return { ...span(before), kind: "weight", weight: Number(before[1]), isBehind: false };
  const behind = !isStart && match(patterns.weightBehind);
  if (behind) return { ...span(behind), kind: "weight", weight: Number(behind[1]), isBehind: true };
  const quoted = match(patterns.quoted);
  if (quoted) return { ...span(quoted), kind: "quoted", text: unescaped(quoted[1] ?? "") };
  if (line[from] === '"') {
    throw new QueryError(`The quote opened at ${from + 1} is not closed; add a " behind the words.`, {
      from,
      to: line.length,
    });
  }
  const field = isStart && match(patterns.field);
  if (field) {
    const [, name = "", quotedValue, plain = ""] = field;
    const isQuoted = quotedValue !== undefined;
    const value = isQuoted ? unescaped(quotedValue) : plain;
    return { ...span(field), kind: "field", field: name.toLowerCase(), value, isQuoted };
  }
  const group = match(patterns.group);
  if (group) return { ...span(group), kind: "group", text: (group[1] ?? "").trim() };
  if (line[from] === "(") {
    throw new QueryError(`The bracket opened at ${from + 1} is not closed; add a ) behind the words.`, {
      from,
      to: line.length,
    });
  }
  const word = match(patterns.word)!;
  return { ...span(word), kind: "word", text: word[0] };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}
