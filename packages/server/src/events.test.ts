import { endpoints, NumberedEvent } from "@imantics/api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finished, striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";
import { type RunningServer, serve } from "./serve.ts";

let temporary: TemporaryLibrary;
let server: RunningServer;

beforeEach(async () => {
  temporary = await temporaryLibrary();
  server = await serve(temporary.library, {
    port: 0,
    webFolder: null,
    importsFolder: `${temporary.folder}/imports`,
    temporaryFolder: `${temporary.folder}/temporary`,
    limits: { maxEventStreams: 2, heartbeatMs: 20 },
  });
});
afterEach(async () => {
  await server.close();
  await temporary.close();
});

function open(query = "", headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.address}${endpoints.events.stream.path}${query}`, {
    headers,
    signal: signal ?? null,
  });
}

interface Message {
  readonly id: number;
  readonly event: NumberedEvent;
}

/** Reads messages as a browser would, until `isLast` or the end of the stream. */
async function messages(
  response: Response,
  isLast: (message: Message) => boolean = () => false,
): Promise<Message[]> {
  const found: Message[] = [];
  const decoder = new TextDecoder();
  let pending = "";
  for await (const chunk of response.body ?? []) {
    pending += decoder.decode(chunk, { stream: true });
    const blocks = pending.split("\n\n");
    pending = blocks.pop() ?? "";
    for (const block of blocks) {
      const match = /^id: (\d+)\ndata: (.*)$/.exec(block);
      if (!match) continue;
      const message = { id: Number(match[1]), event: NumberedEvent.parse(JSON.parse(match[2] ?? "")) };
      found.push(message);
      if (isLast(message)) return found;
    }
  }
  return found;
}

function isEnd({ event: { event } }: Message): boolean {
  return event.type === "state" && !["waiting", "running"].includes(event.state);
}

test("a page that was there from the start hears a job begin and end", async () => {
  const stream = await open();
  expect(stream.headers.get("Content-Type")).toBe("text/event-stream");
  const heard = messages(stream, isEnd);
  const job = await temporary.index({ "a.bmp": striped(255, 0, 0, 8) });
  const all = await heard;
  expect(all.every(({ id, event }) => id === event.sequence && event.jobId === job.id)).toBe(true);
  expect(all.at(-1)?.event.event).toMatchObject({ type: "state", state: "done" });
});

test("Last-Event-ID resumes exactly after what was heard", async () => {
  const first = messages(await open(), isEnd);
  await temporary.index({ "a.bmp": striped(255, 0, 0, 8) });
  const all = await first;
  const middle = all[Math.floor(all.length / 2)]!;
  const resumed = await messages(await open("", { "Last-Event-ID": String(middle.id) }), isEnd);
  expect(resumed).toEqual(all.filter(({ id }) => id > middle.id));
});

test("the stream of one job ends with it", async () => {
  const { id } = await temporary.library.jobs.start({ kind: "index", locations: [temporary.folder] });
  const all = await messages(await open(`?job=${id}`));
  expect(all.filter(isEnd)).toHaveLength(1);
  expect(new Set(all.map(({ event }) => event.jobId))).toEqual(new Set([id]));
});

test("an unknown job and a senseless Last-Event-ID are errors, not empty streams", async () => {
  const unknown = await open("?job=none");
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: "job-not-found" }]);
  const senseless = await open("", { "Last-Event-ID": "yesterday" });
  expect([senseless.status, await senseless.json()]).toMatchObject([400, { code: "bad-request" }]);
});

test("a client that goes away makes room for the next", async () => {
  const leaving = [new AbortController(), new AbortController()];
  for (const { signal } of leaving) expect((await open("", {}, signal)).status).toBe(200);
  const refused = await open();
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: "too-many-streams" }]);
  for (const client of leaving) client.abort();
  await expect.poll(async () => (await open()).status, { timeout: 10_000 }).toBe(200);
});

test("an idle stream shows signs of life", async () => {
  const reader = (await open()).body?.getReader();
  let text = "";
  while (!text.includes(": still here")) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(text).toMatch(/^: connected\n\n/);
});

test("a finished job can still be followed from its beginning", async () => {
  const job = await temporary.index({ "a.bmp": striped(0, 255, 0, 8) });
  await finished(temporary.library, job.id);
  const all = await messages(await open(`?job=${job.id}`, { "Last-Event-ID": "0" }));
  expect(all.some(isEnd)).toBe(true);
});
