/**
 * Errors on the wire: every failure is a `Problem` (stable code, message with the next step) and
 * a status from the one table below. Bugs of ours are reported to the operator, not to the client.
 */
import type { Problem } from "@imantics/api";
import { ImanticsError } from "@imantics/engine";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";

/** Codes that the rules of `statusOf` do not place. Families by their endings come after it. */
const statuses: Readonly<Record<string, ContentfulStatusCode>> = {
  "bad-request": 400,
  "query-empty": 400,
  "text-not-supported": 400,
  "upload-incomplete": 400,
  "name-not-allowed": 400,
  "key-required": 401,
  "key-unknown": 401,
  "scope-too-narrow": 403,
  "host-not-allowed": 403,
  "origin-not-allowed": 403,
  "library-read-only": 403,
  "image-unavailable": 404,
  "thumbnail-missing": 404,
  "model-unknown": 404,
  "library-busy": 409,
  "job-not-running": 409,
  "job-not-ended": 409,
  "already-promoted": 409,
  "model-ready": 409,
  "model-not-downloaded": 409,
  "no-sources": 409,
  "nothing-to-undo": 409,
  "nothing-to-redo": 409,
  "nothing-to-retry": 409,
  "nothing-to-ignore": 409,
  "too-large": 413,
  "too-many-pixels": 413,
  "not-an-image": 415,
  "unsupported-type": 415,
  "too-many-requests": 429,
  "too-many-streams": 503,
  "library-closed": 503,
  "shutting-down": 503,
  timeout: 503,
  "disk-full": 507,
};

const families: readonly (readonly [RegExp, ContentfulStatusCode])[] = [
  [/^internal:/, 500],
  [/-not-found$/, 404],
  [/^decode-/, 415],
  [/^(unsupported|not-supported)-|-unsupported$/, 415],
  [/^(bad|invalid)-/, 400],
  [/^(network|hub|download)-/, 502],
  [/^model-/, 503],
];

export function statusOf(code: string): ContentfulStatusCode {
  return statuses[code] ?? families.find(([pattern]) => pattern.test(code))?.[1] ?? 500;
}

/** The answer to anything thrown. `report` hears about what is not the client's doing. */
export function answerError(error: unknown, c: Context, report: (error: unknown) => void): Response {
  if (error instanceof HTTPException) return problem(c, fromHttpException(error), error.status);
  if (error instanceof ImanticsError) {
    const status = statusOf(error.code);
    if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="imantics"');
    if (status === 500) report(error);
    if (!error.code.startsWith("internal:")) return problem(c, error, status);
  } else {
    report(error);
  }
  const message = "Something went wrong inside the server. The terminal it runs in says more.";
  return problem(c, { code: "internal:server", message }, 500);
}

export function problem(c: Context, { code, message }: Problem, status: ContentfulStatusCode): Response {
  return c.json({ code, message } satisfies Problem, status);
}

/** Names each field that does not fit, in the words of the schema. */
export function badRequest(place: string, error: z.ZodError): ImanticsError {
  const lines = error.issues.map((issue) => `${[place, ...issue.path].join(".")}: ${issue.message}`);
  return new ImanticsError("bad-request", `${lines.join("; ")}. See /api/docs.`, { cause: error });
}

/** What the framework itself refuses: malformed JSON, a body of the wrong type. */
function fromHttpException(error: HTTPException): Problem {
  const codes: Readonly<Record<number, string>> = {
    413: "too-large",
    415: "unsupported-type",
    504: "timeout",
  };
  const hint = error.status === 415 ? " Send the body with Content-Type: application/json." : "";
  return {
    code: codes[error.status] ?? "bad-request",
    message: `${error.message || "Request refused"}.${hint}`,
  };
}
