/** A check of the library, with or without repair. */
import { examine } from "../../store/doctor.ts";
import type { JobContext } from "../jobs.ts";
import type { JobTools, RequestOf } from "./tools.ts";

export async function runDoctor(
  request: RequestOf<"doctor">,
  { emit, signal }: JobContext,
  { store, encoder }: JobTools,
) {
  const { space } = await encoder.open();
  const counts = { findings: 0, repaired: 0 };
  for await (const { kind, subject, message, isRepaired } of examine(store, {
    repair: request.repair,
    space: space.id,
    signal,
  })) {
    counts.findings++;
    if (isRepaired) counts.repaired++;
    emit({ type: "notice", code: kind, message: `${subject}: ${message}` });
  }
  emit({ type: "summary", counts, result: {} });
}
