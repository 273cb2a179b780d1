/** From the public ids of images and regions to row numbers. */
import { brokenReference } from "../broken-reference.ts";
import { oneOf } from "./batches.ts";
import type { Database } from "./tables.ts";

export async function numbersOf(
  facts: Database,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await facts
    .selectFrom("images")
    .select(["id", "number"])
    .where("id", "in", oneOf(ids))
    .execute();
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** @throws ImanticsError `internal:broken-reference` when `id` is not among `numbers`. */
export function numberOf(numbers: ReadonlyMap<string, number>, id: string): number {
  const number = numbers.get(id);
  if (number === undefined) throw brokenReference(id);
  return number;
}
