/** From one day per image to runs of equal days: a few thousand pairs instead of 100,000 strings. */
import type { ImageLayout } from "../domain/image.ts";

export function runsOfDays(days: readonly (string | null)[]): ImageLayout["days"] {
  const runs: { day: string | null; count: number }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last !== undefined && last.day === day) last.count++;
    else runs.push({ day, count: 1 });
  }
  return runs;
}
