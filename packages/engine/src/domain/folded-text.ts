/**
 * Text as it is compared: without case, accents and spaces. Readers of print drop and invent spaces, so
 * "CAFÉ LATTE", "Cafelatte" and "cafe latte" are one.
 */
export function foldedText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Z}\s]+/gu, "")
    .toLowerCase();
}
