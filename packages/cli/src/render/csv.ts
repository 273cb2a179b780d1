/**
 * Comma-separated values as RFC 4180 has them: quotes only where needed, doubled inside, CRLF at the end.
 * Text that a spreadsheet would run as a formula gets an apostrophe in front, which such programs take as
 * "this is text"; names of files come from anywhere.
 */

export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

function cell(value: string | number | boolean | null): string {
  const text = value === null ? "" : typeof value === "string" ? asText(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asText(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}
