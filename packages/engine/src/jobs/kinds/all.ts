/** Every kind of job: a new kind is one file here and one line in this list. */
import type { RequestOf } from "../job-kind.ts";
import { clusterKind } from "./cluster.ts";
import { doctorKind } from "./doctor.ts";
import { partsKind } from "./find-parts.ts";
import { indexKind } from "./index-photos.ts";
import { pullModelKind } from "./pull-model.ts";

export const jobKinds = [indexKind, clusterKind, partsKind, pullModelKind, doctorKind] as const;

/** What can be asked of the engine as a job. */
export type JobRequest = RequestOf<(typeof jobKinds)[number]>;
