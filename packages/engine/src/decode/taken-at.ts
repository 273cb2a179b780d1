/**
 * The ways in which files write the moment of capture, all brought to `YYYY-MM-DDTHH:mm:ss` with
 * the offset from UTC when the file gives one. Null for empty, zeroed and impossible dates.
 * Fractions of a second are dropped.
 */

/** EXIF: `2019:03:21 11:04:22`, the offset (`-08:00`) in a tag of its own. */
export function fromExif(date: string | undefined, offset: string | undefined): string | null {
  const parts = /^\s*(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(date ?? "");
  return parts === null ? null : moment(parts.slice(1).map(Number), offset);
}

/** XMP properties in the order of their closeness to the capture, as attributes or elements. */
const xmpDates = ["exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:GPSTimeStamp"];

/** XMP: ISO 8601, often with an offset. A date alone is not a moment and is left out. */
export function fromXmp(block: Uint8Array): string | null {
  const text = new TextDecoder().decode(block);
  for (const name of xmpDates) {
    const written = new RegExp(`${name}(?:\\s*=\\s*["']|>\\s*)([0-9T:.+Z-]+)`).exec(text)?.[1] ?? "";
    const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(.*)$/.exec(written);
    if (parts === null) continue;
    const numbers = [1, 2, 3, 4, 5, 6].map((index) => Number(parts[index] ?? 0));
    const taken = moment(numbers, parts[7]);
    if (taken !== null) return taken;
  }
  return null;
}

/** IPTC: data sets 2:55 `20220110` and 2:60 `151544-0400`. Needs both. */
export function fromIptc(block: Uint8Array): string | null {
  const date = /^(\d{4})(\d\d)(\d\d)$/.exec(dataSet(block, 55));
  const time = /^(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?$/.exec(dataSet(block, 60));
  if (date === null || time === null) return null;
  const numbers = [...date.slice(1, 4), ...time.slice(1, 4)].map(Number);
  return moment(numbers, time[4] === undefined ? undefined : `${time[4]}:${time[5]}`);
}

/** The first data set 2:`number` as text: a marker, record, number and two bytes of length stand before it. */
function dataSet(block: Uint8Array, number: number): string {
  const buffer = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const at = buffer.indexOf(Uint8Array.of(0x1c, 2, number, 0));
  return at < 0 || at + 5 > buffer.length ? "" : buffer.toString("latin1", at + 5, at + 5 + buffer[at + 4]!);
}

/** GPS: a date and three numbers, in UTC. */
export function fromGps(date: string | undefined, time: readonly number[] | undefined): string | null {
  const day = /^\s*(\d{4})[:-](\d\d)[:-](\d\d)/.exec(date ?? "");
  if (day === null || time?.length !== 3) return null;
  return moment([...day.slice(1, 4).map(Number), ...time.map(Math.floor)], "+00:00");
}

/** Year, month, day, hour, minute, second; checked against the calendar. */
function moment(numbers: readonly number[], offset: string | undefined): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  if (year < 1800 || hour > 23 || minute > 59 || second > 60) return null;
  const calendar = new Date(Date.UTC(year, month - 1, day));
  if (calendar.getUTCMonth() !== month - 1 || calendar.getUTCDate() !== day) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${tidyOffset(offset)}`;
}

function tidyOffset(offset: string | undefined): string {
  if (offset?.trim() === "Z") return "+00:00";
  return /^\s*([+-][01]\d:[0-5]\d)\s*\0*$/.exec(offset ?? "")?.[1] ?? "";
}
