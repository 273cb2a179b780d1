/** API keys: made here, shown once, kept only as digests. */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { acts } from "../acts/registry.ts";
import type { ApiKeyRecord } from "../domain/api-key.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import type { ActVerb } from "./act-verb.ts";

/** Recognisable in logs and by secret scanners. */
const prefix = "imk_";

/** Journalled; the key itself is in the answer only here. */
export async function createKey(
  act: ActVerb,
  label: string,
  scope: ApiKeyRecord["scope"],
): Promise<{ readonly sequence: number; readonly record: ApiKeyRecord; readonly key: string }> {
  const key = prefix + randomBytes(32).toString("base64url");
  const id = randomUUID();
  const record = { id, label, digest: digestOf(key), scope, createdAt: new Date().toISOString() };
  const { sequence } = await act(acts.createKey, { key: id, label, scope }, (facts) =>
    facts.keys.add(record),
  );
  return { sequence, record, key };
}

/** Journalled. An unknown id is ignored; the answer is then null. */
export async function removeKey(
  facts: FactPorts,
  act: ActVerb,
  id: string,
): Promise<{ readonly sequence: number } | null> {
  const record = (await facts.keys.list()).find((key) => key.id === id);
  if (record === undefined) return null;
  return act(acts.removeKey, { key: id, label: record.label }, (inside) => inside.keys.remove(id));
}

/** The record of a presented key, compared in constant time; null when unknown. */
export async function verifyKey(facts: FactPorts, key: string): Promise<ApiKeyRecord | null> {
  const presented = Buffer.from(digestOf(key));
  let match: ApiKeyRecord | null = null;
  for (const record of await facts.keys.list()) {
    if (timingSafeEqual(presented, Buffer.from(record.digest))) match = record;
  }
  return match;
}

function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
