/** Entry of a worker thread: opens an encoder once, then processes shards as they come. */
import { parentPort, workerData } from "node:worker_threads";
import { openFound } from "../embed/open-encoder.ts";
import { ImanticsError, messageOf } from "../errors.ts";
import { diskFiles } from "../store/disk-files.ts";
import { processShard } from "./shard.ts";
import type { FromWorker, ToWorker, WorkerSetup } from "./worker-protocol.ts";

const port = parentPort!;
const setup: WorkerSetup = workerData;
const answers = new Map<number, (ids: ReadonlySet<string>) => void>();
let questions = 0;

function tell(message: FromWorker): void {
  port.postMessage(message);
}

function complain(number: number | null, error: unknown): void {
  const code = error instanceof ImanticsError ? error.code : "internal:worker";
  tell({ type: "broken", number, code, message: messageOf(error) });
}

function complete(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const question = ++questions;
  tell({ type: "which-complete", question, ids });
  return new Promise((resolve) => answers.set(question, resolve));
}

const opening = openFound(setup.model, setup.models, setup.threads);
const files = diskFiles(setup.thumbnailFolder);

port.on("message", async (message: ToWorker) => {
  if (message.type === "complete") {
    answers.get(message.question)?.(new Set(message.ids));
    answers.delete(message.question);
  } else if (message.type === "shard") {
    try {
      const done = await processShard(message.files, { encoder: await opening, files, complete });
      tell({ type: "done", number: message.number, files: done });
    } catch (error) {
      complain(message.number, error);
    }
  } else {
    await opening.then((encoder) => encoder.close());
    port.close();
  }
});

opening.then(
  () => tell({ type: "ready" }),
  (error) => complain(null, error),
);
