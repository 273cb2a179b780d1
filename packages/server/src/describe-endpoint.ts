/** An endpoint of the contract in the words of OpenAPI. */
import type { RouteConfig } from "@hono/zod-openapi";
import { type Endpoint, Problem } from "@imantics/api";
import { z } from "zod";

const binary = z.string().meta({ format: "binary" });

/** What any endpoint may answer instead; `code` says which it was. */
const refusal = {
  description: "Refused or failed",
  content: { "application/json": { schema: Problem } },
};

export function describeEndpoint(endpoint: Endpoint): RouteConfig {
  const { method, path, tag, params, query, headers, body, answer } = endpoint;
  const contents = answer.content && {
    [answer.content.mediaType]: { schema: answer.content.schema ?? binary },
  };
  const bodySchema = body.kind === "file" ? binary : body.schema;
  return {
    method: openApiMethods[method],
    path: openApiPath(path),
    tags: [tag],
    summary: summaryOf(endpoint),
    request: {
      ...(params instanceof z.ZodObject && { params }),
      ...(query instanceof z.ZodObject && { query }),
      ...(headers instanceof z.ZodObject && { headers }),
      ...(body.kind !== "none" && {
        body: {
          // Where all fields have a default, so has the body.
          required: !body.schema.safeParse({}).success,
          content: Object.fromEntries(body.mediaTypes.map((type) => [type, { schema: bodySchema }])),
        },
      }),
    },
    responses: {
      [answer.status]: { description: answer.description, ...(contents && { content: contents }) },
      ...(answer.mayBeUnchanged && { 304: { description: "The copy at hand is current" } }),
      default: refusal,
    },
  };
}

const openApiMethods = { GET: "get", POST: "post", PUT: "put", DELETE: "delete" } as const;

/** `/api/images/:id` → `/api/images/{id}`. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, "{$1}");
}

/** Says the scope where it is not what the method leads one to expect. */
function summaryOf({ method, scope, summary }: Endpoint): string {
  if (scope === "public") return `${summary}; needs no key`;
  return scope === (method === "GET" ? "read" : "write") ? summary : `${summary}; needs scope ${scope}`;
}
