import { ImanticsError } from "@imantics/engine";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { answerError, statusOf } from "./errors.ts";

test.each([
  ["image-not-found", 404],
  ["anything-not-found", 404],
  ["bad-cluster-options", 400],
  ["library-busy", 409],
  ["library-read-only", 403],
  ["too-large", 413],
  ["unsupported-type", 415],
  ["hub-unavailable", 502],
  ["model-invalid", 503],
  ["internal:worker", 500],
  ["never-heard-of", 500],
])("%s answers %i", (code, status) => {
  expect(statusOf(code)).toBe(status);
});

async function answerTo(error: unknown) {
  const reported: unknown[] = [];
  const app = new Hono();
  app.onError((thrown, c) => answerError(thrown, c, (cause) => reported.push(cause)));
  app.get("/", () => {
    throw error;
  });
  const response = await app.request("/");
  return { status: response.status, body: await response.text(), reported };
}

test.each([
  new Error("connect to /home/someone failed"),
  new ImanticsError("internal:worker", "at /home/someone"),
])("a bug of ours is reported to the operator and not to the client", async (error) => {
  const { status, body, reported } = await answerTo(error);
  expect(status).toBe(500);
  expect(body).not.toContain("someone");
  expect(body).not.toContain(" at ");
  expect(reported).toEqual([error]);
});

test("an error with a code arrives as it is, and is no news for the operator", async () => {
  const { status, body, reported } = await answerTo(
    new ImanticsError("image-not-found", "There is no image."),
  );
  expect([status, JSON.parse(body)]).toEqual([
    404,
    { code: "image-not-found", message: "There is no image." },
  ]);
  expect(reported).toEqual([]);
});
