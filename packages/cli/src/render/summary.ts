/** The end of a job: one JSON line for scripts, one sentence for people. */
import type { JobOutcome } from "../follow-job.ts";
import { countOf, formatDuration } from "./numbers.ts";

/** The job's figures as one flat object. Where two parts count the same thing, the first one is meant. */
export function summaryOf({ record, summaries }: JobOutcome): Readonly<Record<string, unknown>> {
  const parts = summaries.toReversed().map(({ counts, result }) => ({ ...counts, ...result }));
  return { type: "summary", ...Object.assign({}, ...parts), seconds: secondsOf(record) };
}

/** What came in, what was known, what failed, how long it took, how it was grouped. */
export function describeIndex({ summaries, record }: JobOutcome): string {
  const [indexed, clustered] = summaries;
  const {
    images = 0,
    skipped = 0,
    failed = 0,
    duplicates = 0,
    missing = 0,
    total = 0,
  } = indexed?.counts ?? {};
  const parts = [
    countOf(images, "new image"),
    `${countOf(skipped, "file")} unchanged`,
    ...(duplicates > 0 ? [countOf(duplicates, "duplicate")] : []),
    ...(missing > 0 ? [`${countOf(missing, "file")} missing`] : []),
    ...(failed > 0 ? [`${countOf(failed, "file")} failed`] : []),
  ];
  const clusters = clustered?.counts.clusters;
  const grouping = clusters === undefined ? "" : ` in ${countOf(clusters, "group")}`;
  return `${parts.join(", ")} in ${formatDuration(secondsOf(record))}. The library holds ${countOf(total, "image")}${grouping}.`;
}

function secondsOf({ createdAt, endedAt }: JobOutcome["record"]): number {
  return endedAt === null ? 0 : (Date.parse(endedAt) - Date.parse(createdAt)) / 1000;
}
