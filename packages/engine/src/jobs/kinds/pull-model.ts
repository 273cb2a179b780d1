/** A download of one model, told as it goes. */
import { z } from "zod";
import { StageCounter } from "../../domain/stage-counter.ts";
import { pullModel } from "../../models/pull.ts";
import { defineJobKind, type JobContext } from "../job-kind.ts";
import type { JobTools } from "./tools.ts";

const PullRequest = z.object({ model: z.string() });

export const pullModelKind = defineJobKind(
  { name: "pull-model", request: PullRequest, stages: ["download"], givesWay: false },
  runPullModel,
);

async function runPullModel(
  request: z.output<typeof PullRequest>,
  { emit, signal }: JobContext,
  tools: JobTools,
): Promise<void> {
  const stage = new StageCounter("download");
  let finishedBytes = 0;
  const at = (bytes: number) => stage.add({ done: finishedBytes + bytes - stage.read().done });
  for await (const event of pullModel(request.model, tools.models, { signal })) {
    if (event.type === "begin") {
      const { title, licence, missingBytes, host } = event.download;
      stage.total = event.download.files.reduce((sum, file) => sum + file.bytes, 0);
      const size = `${Math.ceil(missingBytes / 1e6)} MB`;
      emit({
        type: "notice",
        code: "download",
        message: `${title}: ${size} from ${host}, licence ${licence.id}.`,
      });
    } else if (event.type === "progress") {
      at(event.doneBytes);
    } else if (event.type === "file") {
      at(event.bytes);
      finishedBytes += event.bytes;
    } else if (event.type === "retry") {
      emit({
        type: "notice",
        code: "download-retry",
        message: `${event.path}: ${event.reason}; trying again.`,
      });
    }
    emit({ type: "progress", ...stage.read() });
  }
  emit({ type: "summary", counts: { bytes: finishedBytes }, result: { model: request.model } });
}
