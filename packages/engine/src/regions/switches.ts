/** Which detectors and networks a library uses: a person's choice, else the defaults of the registry. */
import { z } from "zod";
import type { FactPorts } from "../store/ports/facts.ts";
import type { ThingsChoice } from "./detector.ts";
import { detectorById, detectors } from "./registry.ts";

const settingName = "detectors";
const Choice = z.record(z.string(), z.boolean());
const thingsName = "things";
const Things = z.object({ model: z.string(), words: z.array(z.string()).exactOptional() });

/** Ids in the order of the registry. */
export async function enabledDetectors(facts: FactPorts): Promise<readonly string[]> {
  const chosen = await choices(facts);
  return detectors.filter(({ id, isOnByDefault }) => chosen[id] ?? isOnByDefault).map(({ id }) => id);
}

/** @throws ImanticsError `detector-not-found`. */
export async function switchDetector(facts: FactPorts, id: string, isOn: boolean): Promise<void> {
  const chosen = { ...(await choices(facts)), [detectorById(id).id]: isOn };
  await facts.settings.set(settingName, JSON.stringify(chosen));
}

async function choices(facts: FactPorts): Promise<z.infer<typeof Choice>> {
  const kept = await facts.settings.get(settingName);
  return kept === null ? {} : Choice.parse(JSON.parse(kept));
}

/** Which network finds things; null while nobody has chosen another than the one that is always there. */
export async function thingsChoice(facts: FactPorts): Promise<ThingsChoice | null> {
  const kept = await facts.settings.get(thingsName);
  return kept === null ? null : Things.parse(JSON.parse(kept));
}

/** From the next search for parts on, which finds everything again. Null: the one that is always there. */
export async function chooseThings(facts: FactPorts, choice: ThingsChoice | null): Promise<void> {
  await facts.settings.set(thingsName, choice && JSON.stringify(choice));
}
