/**
 * Runs shards on worker threads. Each worker holds its own encoder, so that networks use every
 * core without sharing state; two shards per worker are under way, so that one decodes while the
 * other is in the network (which blocks its thread).
 */
import { Worker } from "node:worker_threads";
import { ImanticsError } from "../errors.ts";
import type { ScannedFile } from "../scan/scanned-file.ts";
import type { ProcessedFile, ShardTools } from "./shard.ts";
import type { FromWorker, ToWorker, WorkerSetup } from "./worker-protocol.ts";

const shardsPerWorker = 2;

interface Waiting {
  readonly resolve: (files: readonly ProcessedFile[]) => void;
  readonly reject: (error: ImanticsError) => void;
}

interface Member {
  readonly worker: Worker;
  busy: number;
}

export class WorkerPool {
  readonly #members: Member[];
  readonly #waiting = new Map<number, Waiting & { readonly member: Member }>();
  readonly #free: (() => void)[] = [];
  #numbers = 0;
  #broken: ImanticsError | null = null;

  /** Workers start at once; a worker that cannot open its encoder fails every shard. */
  constructor(count: number, setup: WorkerSetup, complete: ShardTools["complete"]) {
    this.#members = Array.from({ length: count }, () => this.#hire(setup, complete));
  }

  /** Resolves when a worker can take another shard: await it before each `run`, or memory fills. */
  async room(): Promise<void> {
    while (!this.#broken && !this.#members.some((member) => member.busy < shardsPerWorker)) {
      await new Promise<void>((resolve) => this.#free.push(resolve));
    }
  }

  run(files: readonly ScannedFile[]): Promise<readonly ProcessedFile[]> {
    if (this.#broken) return Promise.reject(this.#broken);
    const member = this.#members.reduce((least, other) => (other.busy < least.busy ? other : least));
    const number = ++this.#numbers;
    member.busy++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject, member });
      tell(member, { type: "shard", number, files });
    });
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        const gone = new Promise((resolve) => member.worker.once("exit", resolve));
        tell(member, { type: "stop" });
        // A worker that never became ready cannot hear "stop".
        if (this.#broken) await member.worker.terminate();
        await gone;
      }),
    );
  }

  #hire(setup: WorkerSetup, complete: ShardTools["complete"]): Member {
    const isSource = import.meta.url.endsWith(".ts");
    const worker = new Worker(
      new URL(isSource ? "./worker-from-source.mjs" : "./worker.js", import.meta.url),
      {
        workerData: setup,
        execArgv: isSource ? ["--conditions=source"] : [],
      },
    );
    const member: Member = { worker, busy: 0 };
    worker.on("message", async (message: FromWorker) => {
      if (message.type === "which-complete") {
        tell(member, {
          type: "complete",
          question: message.question,
          ids: [...(await complete(message.ids))],
        });
      } else if (message.type === "done") {
        this.#settle(message.number, (waiting) => waiting.resolve(message.files));
      } else if (message.type === "broken") {
        const error = new ImanticsError(message.code, message.message);
        if (message.number === null) this.#break(error);
        else this.#settle(message.number, (waiting) => waiting.reject(error));
      }
    });
    worker.on("error", (cause) =>
      this.#break(new ImanticsError("internal:worker", `A worker thread died: ${cause.message}`, { cause })),
    );
    return member;
  }

  #settle(number: number, act: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(number);
    if (!waiting) return;
    this.#waiting.delete(number);
    waiting.member.busy--;
    act(waiting);
    this.#free.shift()?.();
  }

  #break(error: ImanticsError): void {
    this.#broken ??= error;
    for (const number of [...this.#waiting.keys()]) this.#settle(number, (waiting) => waiting.reject(error));
    for (const wake of this.#free.splice(0)) wake();
  }
}

function tell(member: Member, message: ToWorker): void {
  member.worker.postMessage(message);
}
