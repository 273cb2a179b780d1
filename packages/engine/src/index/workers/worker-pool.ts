/**
 * Runs shards on worker threads. Each worker holds its own networks, so that they use every
 * core without sharing state; two shards per worker are under way, so that one decodes while the
 * other is in the network (which blocks its thread).
 */
import { Worker } from "node:worker_threads";
import { ImanticsError } from "../../domain/errors.ts";
import type { ShardTools } from "../shard.ts";
import type { FromWorker, ToWorker, Work, WorkerSetup, WorkKind } from "./worker-protocol.ts";

const shardsPerWorker = 2;

interface Waiting<Kind extends WorkKind> {
  readonly resolve: (items: readonly Work[Kind]["output"][]) => void;
  readonly reject: (error: ImanticsError) => void;
}

interface Member {
  readonly worker: Worker;
  busy: number;
}

export class WorkerPool<Kind extends WorkKind> {
  readonly #members: Member[];
  readonly #waiting = new Map<number, Waiting<Kind> & { readonly member: Member }>();
  readonly #free: (() => void)[] = [];
  #numbers = 0;
  #broken: ImanticsError | null = null;

  /**
   * Workers start at once; a worker that cannot open its networks fails every shard. `complete` answers
   * what the work of the kind `index` asks.
   */
  constructor(
    count: number,
    setup: WorkerSetup & { readonly kind: Kind },
    complete: ShardTools["complete"] = async () => new Set(),
  ) {
    this.#members = Array.from({ length: count }, () => this.#startWorker(setup, complete));
  }

  /** Resolves when a worker can take another shard: await it before each `run`, or memory fills. */
  async room(): Promise<void> {
    while (!this.#broken && !this.#members.some((member) => member.busy < shardsPerWorker)) {
      await new Promise<void>((resolve) => this.#free.push(resolve));
    }
  }

  run(items: readonly Work[Kind]["input"][]): Promise<readonly Work[Kind]["output"][]> {
    if (this.#broken) return Promise.reject(this.#broken);
    const member = this.#members.reduce((least, other) => (other.busy < least.busy ? other : least));
    const number = ++this.#numbers;
    member.busy++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject, member });
      tell<Kind>(member, { type: "shard", number, items });
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

  #startWorker(setup: WorkerSetup, complete: ShardTools["complete"]): Member {
    const isSource = import.meta.url.endsWith(".ts");
    const worker = new Worker(
      new URL(isSource ? "./worker-from-source.mjs" : "./worker.js", import.meta.url),
      {
        workerData: setup,
        execArgv: isSource ? ["--conditions=source"] : [],
      },
    );
    const member: Member = { worker, busy: 0 };
    worker.on("message", async (message: FromWorker<Kind>) => {
      if (message.type === "which-complete") {
        tell(member, {
          type: "complete",
          question: message.question,
          ids: [...(await complete(message.ids))],
        });
      } else if (message.type === "done") {
        this.#settle(message.number, (waiting) => waiting.resolve(message.items));
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

  #settle(number: number, act: (waiting: Waiting<Kind>) => void): void {
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

function tell<Kind extends WorkKind>(member: Member, message: ToWorker<Kind>): void {
  member.worker.postMessage(message);
}
