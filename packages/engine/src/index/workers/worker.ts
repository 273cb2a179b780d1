/** Entry of a worker thread: opens its networks once, then processes shards as they come. */
import { parentPort, workerData } from "node:worker_threads";
import { ImanticsError, messageOf } from "../../domain/errors.ts";
import { openFound } from "../../embed/open-encoder.ts";
import { openDetectors } from "../../regions/registry.ts";
import { diskFiles } from "../../store/disk/disk-files.ts";
import { processParts } from "../part-shard.ts";
import { processShard } from "../shard.ts";
import type { FromWorker, ToWorker, Work, WorkerSetup, WorkKind } from "./worker-protocol.ts";

const port = parentPort!;
const setup: WorkerSetup = workerData;
const answers = new Map<number, (ids: ReadonlySet<string>) => void>();
let questions = 0;

interface Processor<Kind extends WorkKind> {
  process(items: readonly Work[Kind]["input"][]): Promise<readonly Work[Kind]["output"][]>;
  close(): Promise<void>;
}

const open: { readonly [Kind in WorkKind]: () => Promise<Processor<Kind>> } = {
  async index() {
    const encoder = await openFound(setup.model, setup.models, setup.threads);
    const files = diskFiles(setup.thumbnailFolder);
    return {
      process: (items) => processShard(items, { encoder, files, complete }),
      close: () => encoder.close(),
    };
  },
  async parts() {
    const encoder = await openFound(setup.model, setup.models, setup.threads);
    const { detectors: ids, models, threads, things } = setup;
    const { cacheFolder, folders } = models;
    const detectors = await openDetectors(ids, { cacheFolder, folders, threads, ...(things && { things }) });
    return {
      process: (items) => processParts(items, { encoder, detectors }),
      async close() {
        for (const detector of detectors) await detector.close();
        await encoder.close();
      },
    };
  },
};

function tell<Kind extends WorkKind>(message: FromWorker<Kind>): void {
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

function serve<Kind extends WorkKind>(opening: Promise<Processor<Kind>>): void {
  port.on("message", async (message: ToWorker<Kind>) => {
    if (message.type === "complete") {
      answers.get(message.question)?.(new Set(message.ids));
      answers.delete(message.question);
    } else if (message.type === "shard") {
      try {
        const items = await (await opening).process(message.items);
        tell({ type: "done", number: message.number, items });
      } catch (error) {
        complain(message.number, error);
      }
    } else {
      await opening.then((processor) => processor.close());
      port.close();
    }
  });
  opening.then(
    () => tell({ type: "ready" }),
    (error) => complain(null, error),
  );
}

if (setup.kind === "index") serve(open.index());
else serve(open.parts());
