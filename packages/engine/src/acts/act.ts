/**
 * An act: something that a person does to a library. It says which facts it changes and to what; writing
 * them, remembering what they were and taking it back is the same for all (`journal.ts`). To add one, add
 * its file and a line in `registry.ts`; where it changes a kind of fact that no act has changed before,
 * add that in `change.ts` and `aspects.ts`.
 */
import type { z } from "zod";
import type { FactPorts } from "../store/ports/facts.ts";
import type { Change } from "./change.ts";

export interface Planned<Answer> {
  readonly change: Change;
  readonly answer: Answer;
}

export interface ActDescription<Name extends string, Request, Answer> {
  /** Stored; never renamed. */
  readonly name: Name;
  /** Of its request, as it is stored. */
  readonly schema: z.ZodType<Request>;
  /**
   * What it changes, from the facts as they are; writes nothing. A change of nothing is an act that is
   * remembered but cannot be taken back. Rejects where it cannot be done.
   */
  plan(facts: FactPorts, request: Request): Promise<Planned<Answer>>;
  /** What was done, for a list: in the past tense, without a full stop. */
  words(request: Request): string;
}

/** A request of an act as it was read from the journal. */
export interface ReadAct<Name extends string, Request> {
  readonly act: Name;
  readonly detail: Request;
  readonly words: string;
}

export interface Act<Name extends string, Request, Answer> extends ActDescription<Name, Request, Answer> {
  /** A stored request; null when this version cannot read it. */
  read(detail: unknown): ReadAct<Name, Request> | null;
}

export function defineAct<Name extends string, Request, Answer = void>(
  description: ActDescription<Name, Request, Answer>,
): Act<Name, Request, Answer> {
  const { name, schema, words } = description;
  return {
    ...description,
    read(detail) {
      const { data } = schema.safeParse(detail);
      return data === undefined ? null : { act: name, detail: data, words: words(data) };
    },
  };
}

/** A change without an answer. */
export function changing(change: Change): Planned<void> {
  return { change, answer: undefined };
}
