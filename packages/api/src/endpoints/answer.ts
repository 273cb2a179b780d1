/** What an endpoint answers when all is well: how the server writes it and how a client reads it. */
import type * as z from "zod";

export interface Answer<Got, Given> {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  /** Null: no content. `schema` null: bytes. */
  readonly content: { readonly mediaType: string; readonly schema: z.ZodType | null } | null;
  /** Whether `304` may come instead, to a request that says which copy it has. */
  readonly mayBeUnchanged: boolean;
  /** Rejects with a `ZodError` when the answer is not what the endpoint promises. */
  read(response: Response): Promise<Got>;
  write(value: Given): Response;
}

export function json<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  status: 200 | 201 | 202 = 200,
): Answer<z.output<Schema>, z.input<Schema>> {
  return {
    status,
    description,
    content: { mediaType: "application/json", schema },
    mayBeUnchanged: false,
    read: async (response) => schema.parse(await response.json()),
    write: (value) => Response.json(value, { status }),
  };
}

/** 204: done, and there is nothing to say. */
export function done(description: string): Answer<void, void> {
  return {
    status: 204,
    description,
    content: null,
    mayBeUnchanged: false,
    read: async () => undefined,
    write: () => new Response(null, { status: 204 }),
  };
}

/** The response itself, whose bytes are read as the caller likes: a picture. */
export function bytes(mediaType: string, description: string): Answer<Response, Response> {
  return { ...asItIs(description), content: { mediaType, schema: null }, mayBeUnchanged: true };
}

/** Server-Sent Events, each a value of `schema`; the response itself, which ends when the stream does. */
export function events(schema: z.ZodType, description: string): Answer<Response, Response> {
  return { ...asItIs(description), content: { mediaType: "text/event-stream", schema } };
}

function asItIs(description: string): Omit<Answer<Response, Response>, "content"> {
  return {
    status: 200,
    description,
    mayBeUnchanged: false,
    read: async (response) => response,
    write: (response) => response,
  };
}
