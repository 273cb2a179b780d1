/**
 * When long work gives way to others. Core has no clock of its own: whoever has one makes a pace of it,
 * and who gives none gets a turn at every step, which is right and a little slower.
 */
export interface Pace {
  /** Asked at every step. */
  isDue(): boolean;
}

/**
 * A turn no more often than every `everyMs` of `now` (milliseconds, such as `() => performance.now()`). A
 * turn takes a third of a millisecond, and nobody needs one more often than every 8.
 */
export function paceBy(now: () => number, everyMs = 8): Pace {
  let turnedAt = Number.NEGATIVE_INFINITY;
  return {
    isDue() {
      const at = now();
      if (at - turnedAt <= everyMs) return false;
      turnedAt = at;
      return true;
    },
  };
}

export const everyStep: Pace = { isDue: () => true };
