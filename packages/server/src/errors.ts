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

/** The table. A code that is not in it belongs to one of the families below, or is a failure of ours. */
const codes: readonly (readonly [ContentfulStatusCode, readonly string[]])[] = [
  [
    400,
    [
      "bad-request",
      "name-not-allowed",
      "not-downloadable",
      "query-empty",
      "query-unreadable",
      "text-not-supported",
      "upload-incomplete",
      "variant-not-available",
    ],
  ],
  [401, ["key-required", "key-unknown"]],
  [403, ["host-not-allowed", "library-read-only", "origin-not-allowed", "scope-too-narrow"]],
  [404, ["file-unreadable", "file-vanished", "image-unavailable", "thumbnail-missing"]],
  [
    409,
    [
      "already-promoted",
      "already-so",
      "cannot-redo",
      "cannot-undo",
      "download-in-progress",
      "image-changed",
      "job-not-ended",
      "job-not-running",
      "library-busy",
      "library-empty",
      "model-exists",
      "model-not-downloaded",
      "model-not-removable",
      "model-ready",
      "no-sources",
      "nothing-to-cluster",
      "nothing-to-empty",
      "nothing-to-ignore",
      "nothing-to-redo",
      "nothing-to-retry",
      "nothing-to-undo",
      "space-changed",
      "space-in-use",
    ],
  ],
  [413, ["archive-bomb", "too-large", "too-many-bytes", "too-many-pixels"]],
  [415, ["archive-broken", "empty-file", "not-an-image", "unsupported-format", "unsupported-type"]],
  [429, ["too-many-requests"]],
  [502, ["checksum-mismatch", "hub-unavailable"]],
  [503, ["library-closed", "library-unreachable", "no-network", "offline", "timeout", "too-many-streams"]],
  [507, ["disk-full"]],
];

const statuses = new Map(codes.flatMap(([status, names]) => names.map((name) => [name, status] as const)));

const families: readonly (readonly [RegExp, ContentfulStatusCode])[] = [
  [/^internal:/, 500],
  [/-not-found$/, 404],
  [/^bad-/, 400],
  [/^decode-/, 415],
  [/^model-/, 503],
];

export function statusOf(code: string): ContentfulStatusCode {
  return statuses.get(code) ?? families.find(([pattern]) => pattern.test(code))?.[1] ?? 500;
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
    503: "timeout",
  };
  const hint = error.status === 415 ? " Send the body with Content-Type: application/json." : "";
  return {
    code: codes[error.status] ?? "bad-request",
    message: `${error.message || "Request refused"}.${hint}`,
  };
}
