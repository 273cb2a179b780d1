/**
 * A kind of job as one value: its name, what can be asked of it, the stages a person sees, and what it
 * does. `kinds/all.ts` lists them; nothing else has to know a new one.
 */
import type { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import type { JobEvent, StageName } from "../domain/job.ts";

/** What a running job gets: a way to tell, and a signal to obey at the next safe point. */
export interface JobContext {
  readonly emit: (event: JobEvent) => void;
  readonly signal: AbortSignal;
}

export interface JobKindDescription<Name extends string, Schema extends z.ZodObject> {
  readonly name: Name;
  /** What can be asked; stored with the job as JSON, so that it can be started again. */
  readonly request: Schema;
  /** In the order in which they begin. */
  readonly stages: readonly StageName[];
  /**
   * Takes long and can stop anywhere without losing anything: gives way to a job that a person waits
   * for, and goes on behind it.
   */
  readonly givesWay: boolean;
}

export interface JobKind<Tools, Name extends string = string, Schema extends z.ZodObject = z.ZodObject>
  extends JobKindDescription<Name, Schema> {
  /**
   * What is wrong with a request is said before anything is started.
   * @throws ImanticsError of the kind's own, or `bad-job-request` where it has not the shape.
   */
  check(request: unknown): void;
  run(request: unknown, context: JobContext, tools: Tools): Promise<void>;
}

/** What is asked of a kind, as callers write it. */
export type RequestOf<Kind> =
  Kind extends JobKind<never, infer Name, infer Schema> ? { readonly kind: Name } & z.input<Schema> : never;

export function defineJobKind<Tools, const Name extends string, Schema extends z.ZodObject>(
  description: JobKindDescription<Name, Schema>,
  run: (request: z.output<Schema>, context: JobContext, tools: Tools) => Promise<void>,
  check: (request: z.output<Schema>) => void = () => undefined,
): JobKind<Tools, Name, Schema> {
  const read = (request: unknown): z.output<Schema> => {
    const parsed = description.request.safeParse(request);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new ImanticsError(
      "bad-job-request",
      `A job of kind "${description.name}" cannot be started: ${issue?.path.join(".") || "the request"}: ${issue?.message}.`,
    );
  };
  return {
    ...description,
    check: (request) => check(read(request)),
    run: (request, context, tools) => run(read(request), context, tools),
  };
}
