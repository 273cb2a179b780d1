/** Every kind of job and what it does: a new kind is one line here, one in `../job-requests.ts`, one file. */
import type { JobHandlers } from "../jobs.ts";
import { runCluster } from "./cluster.ts";
import { runDoctor } from "./doctor.ts";
import { runParts } from "./find-parts.ts";
import { runIndex } from "./index-photos.ts";
import { runPullModel } from "./pull-model.ts";
import type { JobTools } from "./tools.ts";

export function jobHandlers(tools: JobTools): JobHandlers {
  return {
    index: (request, context) => runIndex(request, context, tools),
    cluster: (request, context) => runCluster(request, context, tools),
    parts: (request, context) => runParts(request, context, tools),
    "pull-model": (request, context) => runPullModel(request, context, tools),
    doctor: (request, context) => runDoctor(request, context, tools),
  };
}
