/** What an endpoint takes as the body of a request: nothing, JSON, or a file as it is. */
import * as z from "zod";

export interface Body<Sent, Written> {
  readonly kind: "none" | "json" | "file";
  /** Empty when there is no body. */
  readonly mediaTypes: readonly string[];
  /** What is read out of JSON; `undefined` for the others, whose bytes the server reads as a stream. */
  readonly schema: z.ZodType<Sent>;
  write(value: Written | undefined): {
    readonly body: string | Blob | null;
    readonly mediaType: string | null;
  };
}

export const noBody: Body<undefined, undefined> = {
  kind: "none",
  mediaTypes: [],
  schema: z.undefined(),
  write: () => ({ body: null, mediaType: null }),
};

export function jsonBody<Sent, Written>(schema: z.ZodType<Sent, Written>): Body<Sent, Written> {
  return {
    kind: "json",
    mediaTypes: ["application/json"],
    schema,
    write: (value) => ({ body: JSON.stringify(value ?? {}), mediaType: "application/json" }),
  };
}

/** A file as the raw body, so that curl, scripts and browsers do the same. */
export function file(...mediaTypes: readonly string[]): Body<undefined, Blob> {
  return {
    kind: "file",
    mediaTypes,
    schema: z.undefined(),
    write: (value) => ({ body: value ?? null, mediaType: value?.type || "application/octet-stream" }),
  };
}
