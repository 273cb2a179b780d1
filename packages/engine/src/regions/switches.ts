/** Which detectors and networks a library uses: a person's choice, else the defaults of the registry. */
import { z } from "zod";
import type { FactPorts } from "../store/ports/facts.ts";
import type { ThingsChoice } from "./detector.ts";
import { detectors } from "./registry.ts";

const settingName = "detectors";
const Choice = z.record(z.string(), z.boolean());
export const THINGS_SETTING = "things";
export const Things = z.object({ model: z.string(), words: z.array(z.string()).readonly().exactOptional() });

/** Ids in the order of the registry. */
export async function enabledDetectors(facts: FactPorts): Promise<readonly string[]> {
  const chosen = await choices(facts);
  return detectors.filter(({ id, isOnByDefault }) => chosen[id] ?? isOnByDefault).map(({ id }) => id);
}

/** What a person chose; null where nobody has. */
export async function switchOf(facts: FactPorts, id: string): Promise<boolean | null> {
  return (await choices(facts))[id] ?? null;
}

/** Null: as the registry has it. */
export async function turnDetector(facts: FactPorts, id: string, isOn: boolean | null): Promise<void> {
  const { [id]: _, ...others } = await choices(facts);
  await facts.settings.set(settingName, JSON.stringify(isOn === null ? others : { ...others, [id]: isOn }));
}

async function choices(facts: FactPorts): Promise<z.infer<typeof Choice>> {
  const kept = await facts.settings.get(settingName);
  return kept === null ? {} : Choice.parse(JSON.parse(kept));
}

/** Which network finds things; null while nobody has chosen another than the one that is always there. */
export async function thingsChoice(facts: FactPorts): Promise<ThingsChoice | null> {
  const kept = await facts.settings.get(THINGS_SETTING);
  return kept === null ? null : Things.parse(JSON.parse(kept));
}

/** How a choice is kept. */
export function thingsSetting(choice: z.infer<typeof Things>): string {
  return JSON.stringify(choice);
}
