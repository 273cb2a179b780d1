/** What several acts ask for before they change anything. */
import type { ClusteringRecord } from "../domain/clustering.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { FactPorts } from "../store/ports/facts.ts";

/** @throws ImanticsError `clustering-not-found`. */
export async function requireClustering(facts: FactPorts, id: string): Promise<ClusteringRecord> {
  const found = await facts.clusterings.get(id);
  if (found) return found;
  throw new ImanticsError("clustering-not-found", `There is no clustering "${id}".`);
}

export function alreadySo(message: string): ImanticsError {
  return new ImanticsError("already-so", message);
}
