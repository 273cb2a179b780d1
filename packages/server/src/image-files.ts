/**
 * Headers for the bytes of pictures. An image is named by its content, so what was fetched once
 * stays right for ever; `private` keeps it out of shared proxies.
 */

/** Formats a browser may be told about by name. SVG is left out: it can carry scripts. */
const mediaTypes: Readonly<Record<string, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  heif: "image/heif",
  tiff: "image/tiff",
  gif: "image/gif",
  bmp: "image/bmp",
};

export function cachedByContent(tag: string) {
  return { ETag: `"${tag}"`, "Cache-Control": "private, max-age=31536000, immutable" };
}

/** Whether an If-None-Match header names this tag. */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(",")
    .some((candidate) => candidate.trim().replace(/^W\//, "") === tag || candidate.trim() === "*");
}

/** `format` as the engine names it; what is unknown here is offered for saving, not for showing. */
export function originalHeaders(format: string, name: string) {
  const type = mediaTypes[format];
  return {
    "Content-Type": type ?? "application/octet-stream",
    "Content-Disposition": disposition(type ? "inline" : "attachment", name),
  };
}

/** RFC 6266: a plain name for old clients, the real one in UTF-8 beside it. */
function disposition(kind: "inline" | "attachment", name: string): string {
  const baseName = name.split(/[/\\]/).at(-1) || "image";
  const plain = baseName.replace(/[^\x20-\x7e]|["%]/g, "_");
  const encoded = encodeURIComponent(baseName.replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
