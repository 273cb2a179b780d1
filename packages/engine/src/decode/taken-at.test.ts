import { expect, test } from "vitest";
import { fromExif, fromGps, fromIptc, fromXmp } from "./taken-at.ts";

test.each([
  ["2019:03:21 11:04:22", undefined, "2019-03-21T11:04:22"],
  ["2019:03:21 11:04:22", "-08:00", "2019-03-21T11:04:22-08:00"],
  ["2019:03:21 11:04:22", "Z", "2019-03-21T11:04:22+00:00"],
  ["2019:03:21 11:04:22", "   :  ", "2019-03-21T11:04:22"],
  ["2019-03-21T11:04:22.345", undefined, "2019-03-21T11:04:22"],
  ["0000:00:00 00:00:00", undefined, null],
  ["    :  :     :  :  ", undefined, null],
  ["2019:02:30 11:04:22", undefined, null],
  ["2019:13:01 11:04:22", undefined, null],
  ["2019:03:21 25:04:22", undefined, null],
  ["yesterday", undefined, null],
  [undefined, "-08:00", null],
])("EXIF %s %s", (date, offset, expected) => {
  expect(fromExif(date, offset)).toBe(expected);
});

test.each([
  ['<rdf exif:DateTimeOriginal="2022-01-10T15:15:44.31"/>', "2022-01-10T15:15:44"],
  ["<xmp:CreateDate>2018-10-12T14:45+02:00</xmp:CreateDate>", "2018-10-12T14:45:00+02:00"],
  [
    '<rdf xmp:CreateDate="2001-01-01T00:00:00" photoshop:DateCreated="2000-01-01T00:00:00Z"/>',
    "2000-01-01T00:00:00+00:00",
  ],
  ['<rdf photoshop:DateCreated="2000-01-01"/>', null],
  ["\0\xff", null],
])("XMP %s", (text, expected) => {
  expect(fromXmp(new TextEncoder().encode(text))).toBe(expected);
});

test("IPTC needs a date and a time", () => {
  const dataSet = (number: number, text: string) => [0x1c, 2, number, 0, text.length, ...Buffer.from(text)];
  const block = (...sets: number[][]) => Uint8Array.from(sets.flat());
  expect(fromIptc(block(dataSet(55, "20220110"), dataSet(60, "151544-0400")))).toBe(
    "2022-01-10T15:15:44-04:00",
  );
  expect(fromIptc(block(dataSet(55, "20220110"), dataSet(60, "151544")))).toBe("2022-01-10T15:15:44");
  expect(fromIptc(block(dataSet(60, "151544-0400")))).toBeNull();
  expect(fromIptc(block(dataSet(55, "20220110")).subarray(0, 4))).toBeNull();
});

test("GPS time is UTC", () => {
  expect(fromGps("2019:03:21", [16, 4, 21.9])).toBe("2019-03-21T16:04:21+00:00");
  expect(fromGps("2019:03:21", undefined)).toBeNull();
  expect(fromGps(undefined, [16, 4, 21])).toBeNull();
});
