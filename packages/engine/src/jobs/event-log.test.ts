import { expect, test } from "vitest";
import type { JobEvent } from "../domain/job.ts";
import { EventLog } from "./event-log.ts";

const notice = (message: string): JobEvent => ({ type: "notice", code: "test", message });

async function messages(log: EventLog, options: Parameters<EventLog["read"]>[0]): Promise<string[]> {
  const seen: string[] = [];
  for await (const { event } of log.read(options)) if (event.type === "notice") seen.push(event.message);
  return seen;
}

test("a reader who comes back gets what it missed, once and in order", async () => {
  const log = new EventLog();
  for (const message of ["a", "b", "c", "d"]) log.append("job", notice(message), "");
  expect(await messages(log, { after: 2, isOver: () => true })).toEqual(["c", "d"]);
});

test("a reader of one job does not hear the others, and waits past them", async () => {
  const log = new EventLog();
  let isOver = false;
  const reading = messages(log, { after: 0, job: "mine", isOver: () => isOver });
  log.append("other", notice("x"), "");
  await new Promise((resolve) => setImmediate(resolve));
  log.append("mine", notice("y"), "");
  isOver = true;
  log.wake();
  expect(await reading).toEqual(["y"]);
});

test("the memory is bounded and keeps the newest", async () => {
  const log = new EventLog();
  for (let i = 0; i < 60_000; i++) log.append("job", notice(String(i)), "");
  const seen = await messages(log, { after: 0, isOver: () => true });
  expect(seen.length).toBeLessThanOrEqual(25_000);
  expect(seen.at(-1)).toBe("59999");
});

test("a number from an earlier process is no reason to stay silent", async () => {
  const log = new EventLog();
  log.append("job", notice("a"), "");
  expect(await messages(log, { after: 512, isOver: () => true })).toEqual(["a"]);
});

test("an abort ends a waiting reader", async () => {
  const log = new EventLog();
  const abort = new AbortController();
  const reading = messages(log, { after: 0, signal: abort.signal });
  abort.abort();
  expect(await reading).toEqual([]);
});
