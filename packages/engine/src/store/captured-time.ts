/**
 * The capture time of EXIF as a number to sort by. Without an offset the wall clock is read as UTC:
 * the order must not depend on the time zone of the machine that lists.
 */

/** Milliseconds since 1970; `null` when unknown or not a date. */
export function capturedMs(takenAt: string | null): number | null {
  if (takenAt === null) return null;
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(takenAt);
  const milliseconds = Date.parse(hasOffset ? takenAt : `${takenAt}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
