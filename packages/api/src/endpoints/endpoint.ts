/**
 * What an endpoint of the API is: method, address, who may call it, what it takes, what it answers and
 * which refusals are its own, as one value. The server's routes, the OpenAPI document, the typed client
 * and the page are made from these values; nothing about an endpoint is written anywhere else.
 */
import * as z from "zod";
import type { Answer } from "./answer.ts";
import { type Body, noBody } from "./body.ts";

/**
 * Who may call it. Scopes grow: read < write < admin. `public` needs no key; the others need one of at
 * least that scope, save on loopback, where everybody on the machine has every right.
 */
export type Scope = "public" | "read" | "write" | "admin";

/**
 * `Params`, `Query` and `Headers` are schemas that read strings; `Sent` and `Written` are the body as the
 * server gets it and as a client gives it; `Got` and `Given` are the answer as a client gets it and as the
 * server gives it.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Headers extends z.ZodType = z.ZodType,
  Sent = unknown,
  Written = unknown,
  Got = unknown,
  Given = unknown,
> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `:name` marks a parameter, read by `params`. */
  readonly path: string;
  /** Its heading in the documents. */
  readonly tag: string;
  /** One line: what it does. */
  readonly summary: string;
  readonly scope: Scope;
  /** Where what is asked decides: the scope that this body needs, never less than `scope`. */
  scopeOf?(body: Sent): Scope;
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body<Sent, Written>;
  readonly answer: Answer<Got, Given>;
  /** Codes of the refusals that are its own, beside those that any endpoint may give (`commonErrors`). */
  readonly errors: readonly string[];
}

/** Refusals that any endpoint may give: of keys, limits and form. */
export const commonErrors = [
  "bad-request",
  "host-not-allowed",
  "key-required",
  "key-unknown",
  "library-closed",
  "library-read-only",
  "library-unreachable",
  "origin-not-allowed",
  "scope-too-narrow",
  "timeout",
  "too-large",
  "too-many-requests",
  "unsupported-type",
] as const;

/** A schema of nothing: no parameters, no query, no headers. */
export const none = z.undefined();

/** The value as it is, its types inferred. */
export function endpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Sent,
  Written,
  Got,
  Given,
>(
  value: Endpoint<Params, Query, Headers, Sent, Written, Got, Given>,
): Endpoint<Params, Query, Headers, Sent, Written, Got, Given> {
  return value;
}

const asksNothing = { params: none, query: none, headers: none, body: noBody } as const;

/** The beginnings of an endpoint: method and path, and nothing asked. */
export const get = (path: string) => ({ method: "GET", path, ...asksNothing }) as const;
export const post = (path: string) => ({ method: "POST", path, ...asksNothing }) as const;
export const put = (path: string) => ({ method: "PUT", path, ...asksNothing }) as const;
export const remove = (path: string) => ({ method: "DELETE", path, ...asksNothing }) as const;

/** Whether a call may leave the library other than it was. */
export function changesLibrary({ method, scope }: Pick<Endpoint, "method" | "scope">): boolean {
  return method !== "GET" && (scope === "write" || scope === "admin");
}
