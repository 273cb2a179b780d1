/** Jobs over facts in memory; what a job does is written here, because only the order of jobs is asked about. */
import { expect, test } from "vitest";
import { z } from "zod";
import { memoryFacts } from "../store/memory/index.ts";
import { defineJobKind } from "./job-kind.ts";
import { Jobs } from "./jobs.ts";

/** Every kind of job steps until it has done its part or is told to stop. */
function jobsThat(steps: number) {
  const told: string[] = [];
  const kind = (name: string, givesWay: boolean) =>
    defineJobKind({ name, request: z.object({}), stages: [], givesWay }, async (_, { signal, emit }) => {
      let done = 0;
      while (done < steps && !signal.aborted) {
        done++;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      told.push(signal.aborted ? `${name} stopped` : `${name} done`);
      emit({ type: "summary", counts: { [name]: done }, result: {} });
    });
  const jobs = new Jobs(
    memoryFacts(),
    [kind("index", false), kind("cluster", false), kind("parts", true)],
    {},
  );
  return { jobs, told };
}

async function ended(jobs: Jobs<unknown>, id: string): Promise<string> {
  for await (const _ of jobs.events({ job: id }));
  return (await jobs.get(id)).state;
}

test("jobs run one after the other", async () => {
  const { jobs, told } = jobsThat(3);
  await jobs.start({ kind: "cluster" });
  const last = await jobs.start({ kind: "index" });
  expect(await ended(jobs, last.id)).toBe("done");
  expect(told).toEqual(["cluster done", "index done"]);
});

test("a search for parts makes way for what a person waits for, and goes on behind it", async () => {
  const { jobs, told } = jobsThat(20);
  const parts = await jobs.start({ kind: "parts" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const index = await jobs.start({ kind: "index" });
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
  const index = await jobs.start({ kind: "index" });
  await new Promise((resolve) => setTimeout(resolve, 10));
  await jobs.cancel(parts.id);
  expect(await ended(jobs, index.id)).toBe("done");
  expect(await ended(jobs, parts.id)).toBe("cancelled");
  expect(told).toEqual(["parts stopped", "index done"]);
});

test("a job keeps what each of its steps has counted", async () => {
  const { jobs } = jobsThat(2);
  const { id } = await jobs.start({ kind: "index" });
  await ended(jobs, id);
  expect((await jobs.get(id)).counts).toEqual({ index: 2 });
});

test("what a kind refuses is refused before anything is started", async () => {
  const { jobs } = jobsThat(1);
  await expect(jobs.start({ kind: "dance" })).rejects.toMatchObject({ code: "bad-job-request" });
  const picky = defineJobKind(
    { name: "picky", request: z.object({ count: z.number() }), stages: [], givesWay: false },
    async () => undefined,
  );
  const strict = new Jobs(memoryFacts(), [picky], {});
  await expect(strict.start({ kind: "picky", count: "many" })).rejects.toMatchObject({
    code: "bad-job-request",
  });
  expect(await strict.list()).toEqual([]);
});
