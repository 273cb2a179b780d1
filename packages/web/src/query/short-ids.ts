/**
 * Ids of pictures are 64 digits; the search box shows the first eight and an ellipsis, so that the line
 * stays readable. What was shortened is remembered, and what a person sends is whole again.
 */

const shown = 8;
const whole = new RegExp(`([0-9a-f]{${shown}})[0-9a-f]{${64 - shown}}`, "g");
const short = new RegExp(`([0-9a-f]{${shown}})…`, "g");
const known = new Map<string, string>();

export function withShortIds(line: string): string {
  return line.replace(whole, (id, head: string) => {
    known.set(head, id);
    return `${head}…`;
  });
}

/** An id that was never shown stays as it is, and is read as an error. */
export function withWholeIds(line: string): string {
  return line.replace(short, (text, head: string) => known.get(head) ?? text);
}
