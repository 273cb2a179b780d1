/** How a verb of the library does an act: in one commit with its entry, then what follows from it. */
import type { Act } from "../acts/act.ts";
import { perform } from "../acts/journal.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { type EffectTools, follow } from "./effects.ts";

/** Answers the number of the entry, and what the act has to say. */
export type ActVerb = <Name extends string, Request, Answer>(
  act: Act<Name, Request, Answer>,
  request: Request,
  also?: (facts: FactPorts) => Promise<void>,
) => Promise<{ readonly sequence: number; readonly answer: Answer }>;

export function actVerb(tools: EffectTools): ActVerb {
  return async (act, request, also) => {
    const { sequence, answer, effects } = await perform(tools.store.facts, act, request, also);
    await follow(effects, tools);
    return { sequence, answer };
  };
}
