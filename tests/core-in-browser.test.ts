/**
 * The whole of `@imantics/core` in a worker of a real browser: bundled as a user's build would bundle
 * it, and held to what it computes in Node.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digits, iris } from "../fixtures/reference/reference.ts";
import { computeInCore, type Input, type Output } from "./core-in-browser.worker.ts";
import { chromiumPath, launchChromium, openPage } from "./e2e/browser.ts";

const root = join(import.meta.dirname, "..");
const page = "<!doctype html><title>core</title><link rel=icon href=data:,>";

describe.skipIf(!chromiumPath)("core in a worker of Chromium", () => {
  let browser: Browser;
  let server: Server;
  let address: string;
  beforeAll(async () => {
    const worker = await bundledWorker();
    server = createServer((request, response) => {
      const isWorker = request.url === "/worker.js";
      response.setHeader("content-type", isWorker ? "text/javascript" : "text/html");
      response.end(isWorker ? worker : page);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server on a port of an interface has an address that is no string.
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.each([
    ["iris", iris().vectors],
    ["digits", digits().vectors],
  ])("labels, neighbours and axes of %s are those of Node", async (_, { rows, columns, data }) => {
    const input: Input = { rows, columns, numbers: [...data] };
    const { page, troubles } = await openPage(browser, address);
    page.setDefaultTimeout(60_000);
    await page.goto("/");
    const found = await page.evaluate(
      (sent) =>
        new Promise<Output>((resolve, reject) => {
          const worker = new Worker("/worker.js", { type: "module" });
          worker.onmessage = ({ data: answer }) => resolve(answer);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(sent);
        }),
      input,
    );
    const wanted = await computeInCore(input);
    expect(troubles).toEqual([]);
    expect(found.kernels).toBe("wasm-simd");
    for (const [method, labels] of Object.entries(wanted.labels))
      expect(found.labels[method]).toEqual(labels);
    expect(found.nearest).toEqual(wanted.nearest);
    expect(found.approximate).toEqual(wanted.approximate);
    for (const [d, share] of wanted.varianceShares.entries()) {
      expect(found.varianceShares[d]).toBeCloseTo(share, 12);
    }
    for (const [i, value] of wanted.coordinates.entries()) expect(found.coordinates[i]).toBeCloseTo(value, 5);
    expect(found.hash).toBe(wanted.hash);
    await page.context().close();
  });
});

/** One file of JavaScript that needs nothing else. */
async function bundledWorker(): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["source"] },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, "core-in-browser.worker.ts"),
        formats: ["es"],
        fileName: "worker",
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    "output" in one ? one.output : [],
  );
  const [first, ...others] = outputs;
  if (first?.type !== "chunk" || others.length > 0) throw new Error("internal: the worker is not one file.");
  return first.code;
}
