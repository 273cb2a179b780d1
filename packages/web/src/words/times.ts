/** Days and times in the reader's language. Capture times have no zone: they are shown as they were. */

const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const monthFormat = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric", timeZone: "UTC" });
const captureFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});
const momentFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A day `YYYY-MM-DD`, or null when it is unknown. */
export function dayWords(day: string | null): string {
  return day === null ? "No date" : words(dayFormat, day);
}

export function monthWords(day: string | null): string {
  return day === null ? "No date" : words(monthFormat, day);
}

/** When a picture was taken, by the camera's own clock. */
export function captureWords(takenAt: string): string {
  return words(captureFormat, /Z|[+-]\d\d:?\d\d$/.test(takenAt) ? takenAt : `${takenAt}Z`);
}

/** When something happened here. */
export function momentWords(at: string): string {
  return words(momentFormat, at);
}

function words(format: Intl.DateTimeFormat, text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : format.format(date);
}
