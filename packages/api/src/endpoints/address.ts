/** Addresses of endpoints, filled in and found again. */
import type { Endpoint } from "./endpoint.ts";

/**
 * Fills `:name` parameters and appends defined query values.
 * `address(endpoints.images.detail, { id })` is `/api/images/<id>`.
 */
export function address(
  { path }: Pick<Endpoint, "path">,
  parameters: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${filled}?${text}` : filled;
}

/** Matches the addresses of one endpoint. */
export function addressPattern({ path }: Pick<Endpoint, "path">): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+")}$`);
}
