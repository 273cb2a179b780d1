/** API keys: made here, shown once, kept only as digests. */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { ApiKeyRecord } from "../domain/api-key.ts";
import type { FactPorts } from "../store/ports/facts.ts";

/** Recognisable in logs and by secret scanners. */
const prefix = "imk_";

export async function createKey(
  facts: FactPorts,
  label: string,
  scope: ApiKeyRecord["scope"],
): Promise<{ readonly record: ApiKeyRecord; readonly key: string }> {
  const key = prefix + randomBytes(32).toString("base64url");
  const record = {
    id: randomUUID(),
    label,
    digest: digestOf(key),
    scope,
    createdAt: new Date().toISOString(),
  };
  await facts.keys.add(record);
  return { record, key };
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
