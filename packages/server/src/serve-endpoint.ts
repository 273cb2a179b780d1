/**
 * An endpoint of the contract as a route: what it takes is read by the endpoint's schemas, what the
 * handler answers is written as the endpoint says, and both are typed by it.
 */
import { type Endpoint, none } from "@imantics/api";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "zod";
import { requireScope } from "./auth.ts";
import { describeEndpoint } from "./describe-endpoint.ts";
import type { App, ServerEnv } from "./environment.ts";
import { badRequest } from "./errors.ts";

export interface Asked<Params, Query, Headers, Sent> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Sent;
  /** For what is no JSON: streams, cookies, tags of copies. */
  readonly context: Context<ServerEnv>;
}

/**
 * Adds the route and its line in the OpenAPI document. Static paths go before patterns that match them.
 * A handler may answer with a `Response` of its own where the endpoint has more than one good answer (304).
 */
export function serveEndpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Headers extends z.ZodType,
  Sent,
  Written,
  Got,
  Given,
>(
  app: App,
  endpoint: Endpoint<Params, Query, Headers, Sent, Written, Got, Given>,
  handler: (
    asked: Asked<z.output<Params>, z.output<Query>, z.output<Headers>, Sent>,
  ) => Given | Promise<Given>,
): void {
  const { method, path, params, query, headers, body, answer } = endpoint;
  app.openAPIRegistry.registerPath(describeEndpoint(endpoint));
  app.on(method, path, async (context) => {
    const asked = {
      params: read("path", params, context.req.param()),
      query: read("query", query, queryOf(context)),
      headers: read("header", headers, context.req.header()),
      body: read("body", body.schema, body.kind === "json" ? await jsonOf(context) : undefined),
      context,
    };
    if (endpoint.scopeOf) requireScope(context, endpoint.scopeOf(asked.body));
    const given = await handler(asked);
    const written = answer.write(given);
    // What the handler made itself is complete; to the rest the context adds its own headers, such as cookies.
    return given instanceof Response ? written : context.newResponse(written.body, written);
  });
}

/** Rejects with `bad-request`, which names each field that does not fit. */
function read<Schema extends z.ZodType>(place: string, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(isNothing(schema) ? undefined : value);
  if (result.success) return result.data;
  throw badRequest(place, result.error);
}

const isNothing = (schema: z.ZodType): boolean => schema === none;

function queryOf(context: Context): Record<string, string | string[]> {
  const pairs = Object.entries(context.req.queries());
  return Object.fromEntries(
    pairs.map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values]),
  );
}

/** `{}` when nothing was sent: where all fields have a default, so has the body. */
async function jsonOf(context: Context): Promise<unknown> {
  const mediaType = context.req.header("Content-Type")?.split(";")[0]?.trim() ?? "";
  if (!/^application\/([\w.-]+\+)?json$/i.test(mediaType)) {
    if (mediaType === "" || (await context.req.text()) === "") return {};
    throw new HTTPException(415, { message: `A body of type ${mediaType} is not read here` });
  }
  try {
    return await context.req.json();
  } catch (cause) {
    throw new HTTPException(400, { message: "Malformed JSON in request body", cause });
  }
}
