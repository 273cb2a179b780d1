/** The events of a download in the words of every other long thing, so that one view shows them all. */
import type { JobEvent, pullModel } from "@imantics/engine";

/** `done` and `total` count bytes over all files of the download. */
export async function* downloadProgress(events: ReturnType<typeof pullModel>): AsyncIterable<JobEvent> {
  let total: number | null = null;
  let finishedBytes = 0;
  for await (const event of events) {
    if (event.type === "begin") total = event.download.files.reduce((sum, { bytes }) => sum + bytes, 0);
    if (event.type === "file") finishedBytes += event.bytes;
    if (event.type === "retry") {
      yield {
        type: "notice",
        code: "download-retry",
        message: `${event.path}: ${event.reason}; trying again.`,
      };
    }
    if (event.type !== "progress") continue;
    const done = finishedBytes + event.doneBytes;
    // Sizes of the catalogue are estimates where no checksum is known.
    if (total !== null && done > total) total = done;
    const rate = event.bytesPerSecond;
    const secondsLeft = total === null || rate === null || rate === 0 ? null : (total - done) / rate;
    yield { type: "progress", stage: "download", done, total, skipped: 0, failed: 0, rate, secondsLeft };
  }
}
