/** A check of the library, with or without repair. */
import { z } from "zod";
import { examine } from "../../store/doctor.ts";
import { defineJobKind, type JobContext } from "../job-kind.ts";
import type { JobTools } from "./tools.ts";

const DoctorRequest = z.object({ repair: z.boolean() });

export const doctorKind = defineJobKind(
  { name: "doctor", request: DoctorRequest, stages: ["check"], givesWay: false },
  runDoctor,
);

async function runDoctor(
  request: z.output<typeof DoctorRequest>,
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
