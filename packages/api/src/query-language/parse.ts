/**
 * From a line to what is looked for.
 *
 *   dog on a beach          words without a sign belong together and are one thing to look for
 *   beach + boat -people    each sign begins another; minus pushes away, or with a field excludes
 *   2*beach   boat*0.5      weights, before or behind; (two words)*2 for a group
 *   "TOTAL 42,50"           stands in the picture, letter by letter
 *   person:Anna date:2019   what every hit must be (`fields.ts`)
 */
import type { Condition, QueryPart } from "../search.ts";
import { fields, offeredFields } from "./fields.ts";
import { QueryError, type Span, type Token, tokensOf } from "./tokens.ts";

export interface ParsedQuery {
  readonly parts: readonly QueryPart[];
  readonly conditions: readonly Condition[];
}

const mostWeight = 10;

/** @throws QueryError that points at what cannot be read. */
export function parseQuery(line: string): ParsedQuery {
  const reader = new Reader(line);
  const parts: QueryPart[] = [];
  const conditions: Condition[] = [];
  /** Words without sign or weight, and where they go among the parts. */
  let unsigned: { readonly at: number; readonly words: string[] } | null = null;
  for (let item = reader.next(); item !== null; item = reader.next()) {
    if (item.kind === "condition") conditions.push(item.condition);
    else if (item.kind === "part") parts.push(item.part);
    else if (item.isPlain) {
      if (unsigned) unsigned.words.push(item.text);
      else {
        unsigned = { at: parts.length, words: [item.text] };
        parts.push({ kind: "text", text: item.text, weight: 1 });
      }
    } else parts.push({ kind: "text", text: item.text, weight: item.weight });
  }
  if (unsigned) parts[unsigned.at] = { kind: "text", text: unsigned.words.join(" "), weight: 1 };
  return { parts, conditions };
}

type Item =
  | { readonly kind: "words"; readonly text: string; readonly weight: number; readonly isPlain: boolean }
  | { readonly kind: "part"; readonly part: QueryPart }
  | { readonly kind: "condition"; readonly condition: Condition };

class Reader {
  readonly #line: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(line: string) {
    this.#line = line;
    this.#tokens = tokensOf(line);
  }

  /** The next thing with its sign and weight; null at the end. */
  next(): Item | null {
    const first = this.#tokens[this.#at];
    if (!first) return null;
    const sign = this.#take((token) => (token.kind === "sign" ? token : null));
    const before = this.#weight(false);
    const token = this.#tokens[this.#at];
    if (!token || token.kind === "sign" || token.kind === "weight") {
      throw this.#error("There is nothing behind this; write what it belongs to, or take it out.", first);
    }
    this.#at++;
    const text = token.kind === "word" ? this.#words(token) : null;
    const behind = this.#weight(true);
    const factor = (before?.weight ?? 1) * (behind?.weight ?? 1);
    const weight = (sign?.sign === "-" ? -1 : 1) * factor;
    if (Math.abs(weight) > mostWeight || weight === 0) {
      throw this.#error(
        `A weight lies between 0 and ${mostWeight}, and is not 0.`,
        before ?? behind ?? first,
      );
    }
    const isWeighted = before !== null || behind !== null;
    switch (token.kind) {
      case "word":
        return { kind: "words", text: text ?? "", weight, isPlain: sign === null && !isWeighted };
      case "group":
        if (token.text === "") throw this.#error("There are no words in these brackets.", token);
        return { kind: "words", text: token.text, weight, isPlain: false };
      case "quoted": {
        if (token.text.trim() === "") throw this.#error("There is nothing in these quotes.", token);
        if (isWeighted) throw this.#error("Text in quotes is there or not; it takes no weight.", first);
        const condition = { field: "written", text: token.text.trim(), isNot: weight < 0 } as const;
        return { kind: "condition", condition };
      }
      case "field":
        return this.#field(token, weight, isWeighted);
    }
  }

  #field(token: Extract<Token, { kind: "field" }>, weight: number, isWeighted: boolean): Item {
    const field = fields.find(({ name }) => name === token.field);
    if (!field) {
      const names = offeredFields.map(({ name }) => name).join(", ");
      throw this.#error(
        `There is no field "${token.field}"; there are ${names}. To look for words with a colon write words:"${token.field}:${token.value}".`,
        token,
      );
    }
    const reading = field.read(token.value, weight);
    if ("problem" in reading) throw this.#error(`${capital(reading.problem)}.`, token);
    if ("part" in reading) return { kind: "part", part: reading.part };
    if (isWeighted) throw this.#error(`${field.name}: holds or not; it takes no weight.`, token);
    return { kind: "condition", condition: { ...reading.condition, isNot: weight < 0 } };
  }

  /** All bare words that follow; after a sign they belong to it as a phrase does. */
  #words(first: Token & { readonly kind: "word" }): string {
    let to = first.to;
    for (let token = this.#tokens[this.#at]; token?.kind === "word"; token = this.#tokens[this.#at]) {
      to = token.to;
      this.#at++;
    }
    return this.#line.slice(first.from, to).replace(/\s+/g, " ");
  }

  #weight(isBehind: boolean): Extract<Token, { kind: "weight" }> | null {
    return this.#take((token) => (token.kind === "weight" && token.isBehind === isBehind ? token : null));
  }

  /** The next token, when it is what is asked for. */
  #take<Wanted extends Token>(asWanted: (token: Token) => Wanted | null): Wanted | null {
    const token = this.#tokens[this.#at];
    const taken = token ? asWanted(token) : null;
    if (taken) this.#at++;
    return taken;
  }

  #error(message: string, { from, to }: Span): QueryError {
    return new QueryError(`${message} (at ${from + 1}: ${this.#line.slice(from, to)})`, { from, to });
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
