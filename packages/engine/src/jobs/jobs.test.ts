/** Jobs over facts in memory; what a job does is written here, because only the order of jobs is asked about. */
import { expect, test } from "vitest";
import type { JobRequest } from "../domain/job-request.ts";
import { memoryFacts } from "../store/memory/index.ts";
import { type JobContext, Jobs } from "./jobs.ts";

/** Every kind of job steps until it has done its part or is told to stop. */
function jobsThat(steps: number) {
  const told: string[] = [];
  const work =
    (name: string) =>
    async (_: JobRequest, { signal, emit }: JobContext) => {
      let done = 0;
      while (done < steps && !signal.aborted) {
        done++;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      told.push(signal.aborted ? `${name} stopped` : `${name} done`);
      emit({ type: "summary", counts: { [name]: done }, result: {} });
    };
  const names = ["index", "cluster", "parts", "pull-model", "doctor"] as const;
  const [index, cluster, parts, pull, doctor] = names.map(work);
  const jobs = new Jobs(memoryFacts(), {
    index: index!,
    cluster: cluster!,
    parts: parts!,
    "pull-model": pull!,
    doctor: doctor!,
  });
  return { jobs, told };
}

async function ended(jobs: Jobs, id: string): Promise<string> {
  for await (const _ of jobs.events({ job: id }));
  return (await jobs.get(id)).state;
}

test("jobs run one after the other", async () => {
  const { jobs, told } = jobsThat(3);
  await jobs.start({ kind: "cluster", method: "auto", options: {} });
  const last = await jobs.start({ kind: "index", locations: [] });
  expect(await ended(jobs, last.id)).toBe("done");
  expect(told).toEqual(["cluster done", "index done"]);
});

test("a search for parts makes way for what a person waits for, and goes on behind it", async () => {
  const { jobs, told } = jobsThat(20);
  const parts = await jobs.start({ kind: "parts" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const index = await jobs.start({ kind: "index", locations: [] });
  expect(await ended(jobs, index.id)).toBe("done");
  expect(await ended(jobs, parts.id)).toBe("done");
  expect(told).toEqual(["parts stopped", "index done", "parts done"]);
});

test("it makes no way for its own kind, and is started once only where it is to be ensured", async () => {
  const { jobs, told } = jobsThat(10);
  const first = await jobs.start({ kind: "parts" });
  await jobs.ensure({ kind: "parts" });
  expect(await ended(jobs, first.id)).toBe("done");
  expect(told).toEqual(["parts done"]);
  expect(await jobs.list()).toHaveLength(1);
});

test("it can be cancelled while it waits behind another", async () => {
  const { jobs, told } = jobsThat(20);
  const parts = await jobs.start({ kind: "parts" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const index = await jobs.start({ kind: "index", locations: [] });
  await new Promise((resolve) => setTimeout(resolve, 10));
  await jobs.cancel(parts.id);
  expect(await ended(jobs, index.id)).toBe("done");
  expect(await ended(jobs, parts.id)).toBe("cancelled");
  expect(told).toEqual(["parts stopped", "index done"]);
});

test("a job keeps what each of its steps has counted", async () => {
  const { jobs } = jobsThat(2);
  const { id } = await jobs.start({ kind: "index", locations: [] });
  await ended(jobs, id);
  expect((await jobs.get(id)).counts).toEqual({ index: 2 });
});
