/** Small words for declaring routes: the contract's `:name` as OpenAPI's `{name}`, and common answers. */
import { Problem } from "@imantics/api";
import type { z } from "zod";

/** `/api/images/:id` → `/api/images/{id}`. */
export function openApiPath(route: string): string {
  return route.replace(/:(\w+)/g, "{$1}");
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } } as const;
}

/** What any route may answer instead; `code` says which it was. */
export const failure = {
  default: { description: "Refused or failed", content: { "application/json": { schema: Problem } } },
} as const;
