/**
 * The API as typed verbs, one per endpoint: `client.images.page({ query: { limit: 20 } })`.
 * Needs `fetch` and nothing else; what comes back is parsed by the endpoint's own schema, so a value
 * has the type it claims or the call rejects.
 */
import * as z from "zod";
import { address } from "./endpoints/address.ts";
import { type Endpoint, endpoints } from "./endpoints/index.ts";
import { Problem } from "./library.ts";

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:4400`; default: where the page came from. */
  readonly baseUrl?: string;
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
  /** An API key; on loopback, and in a browser that signed in, none is needed. */
  readonly key?: string;
}

/** A refusal of the server, with its code, its sentence on what to do, and the HTTP status (0: no answer). */
export class RequestFailed extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "RequestFailed";
    this.code = code;
    this.status = status;
  }
}

type Field<Name extends string, Value> = undefined extends Value
  ? { readonly [Key in Name]?: Value }
  : Record<string, never> extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

/** What an endpoint is asked: its parameters, query and body, and a signal that gives up. */
type Asked<Params, Query, Written> = Field<"params", Params> &
  Field<"query", Query> &
  Field<"body", Written> & { readonly signal?: AbortSignal | undefined };

type Verb<Params, Query, Written, Got> =
  Partial<Asked<Params, Query, Written>> extends Asked<Params, Query, Written>
    ? (asked?: Asked<Params, Query, Written>) => Promise<Got>
    : (asked: Asked<Params, Query, Written>) => Promise<Got>;

type VerbOf<Value> =
  Value extends Endpoint<infer Params, infer Query, z.ZodType, infer _Sent, infer Written, infer Got, infer _>
    ? Verb<z.input<Params>, z.input<Query>, Written, Got>
    : never;

type Endpoints = typeof endpoints;
export type Client = {
  readonly [Group in keyof Endpoints]: {
    readonly [Name in keyof Endpoints[Group]]: VerbOf<Endpoints[Group][Name]>;
  };
};

/**
 * Every verb rejects with `RequestFailed`: the server's own code, or `unreachable` when none answers,
 * or `unexpected-answer` when what answers is not this API. An aborted call rejects with the abort.
 */
export function createClient(options: ClientOptions = {}): Client {
  const groups = Object.entries(endpoints).map(([name, group]) => {
    const verbs = Object.entries(group).map(([verb, value]: [string, Endpoint]) => [
      verb,
      (asked: LooselyAsked = {}) => ask(options, value, asked),
    ]);
    return [name, Object.fromEntries(verbs)];
  });
  // The same keys as `endpoints`, each with its verb; a mapped type cannot be built without saying so.
  return Object.fromEntries(groups) as Client;
}

/**
 * Where `eval` is forbidden (a content-security-policy), to be called before the first answer: zod compiles
 * schemas with `new Function` where it may, and browsers report the attempt.
 */
export function parseWithoutEval(): void {
  z.config({ jitless: true });
}

interface LooselyAsked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

async function ask(
  { baseUrl = "", fetch = globalThis.fetch, key }: ClientOptions,
  endpoint: Endpoint,
  { params, query, body: value, signal }: LooselyAsked,
): Promise<unknown> {
  const { body, mediaType } = endpoint.body.write(value);
  const headers = new Headers({ accept: endpoint.answer.content?.mediaType ?? "application/json" });
  if (mediaType) headers.set("content-type", mediaType);
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  const url = baseUrl.replace(/\/$/, "") + address(endpoint, params, query);
  let response: Response;
  try {
    response = await fetch(url, { method: endpoint.method, headers, body, signal: signal ?? null });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const message = "The server does not answer. Start it again with imantics serve.";
    throw new RequestFailed("unreachable", message, 0, { cause });
  }
  if (!response.ok) throw await refusal(response);
  try {
    return await endpoint.answer.read(response);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const message = `${endpoint.method} ${endpoint.path} answered what this version does not understand. Reload the page, or bring client and server to the same version.`;
    throw new RequestFailed("unexpected-answer", message, response.status, { cause });
  }
}

async function refusal(response: Response): Promise<RequestFailed> {
  const { status } = response;
  const problem = Problem.safeParse(await response.json().catch(() => null));
  if (problem.success) return new RequestFailed(problem.data.code, problem.data.message, status);
  return new RequestFailed("unexpected-answer", `The server answered ${status} without a reason.`, status);
}
