/** Every link in the documentation that points into the project finds its file, and its heading. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { root } from "./run-source.ts";

const skipped = /(^|\/)(node_modules|dist|site|\.git|\.cache|\.imantics)(\/|$)/;

/** `[text](target)`, `![text](target)` and `href="target"`, outside of code. */
function linksIn(markdown: string): string[] {
  const prose = markdown.replace(/^ *(```|~~~)[\s\S]*?^ *\1$/gm, "").replace(/`[^`\n]*`/g, "");
  const found = prose.matchAll(/\]\(<?([^)>\s]+)>?(?:\s+"[^"]*")?\)|(?:href|src)="([^"]+)"/g);
  return [...found].map(([, target, attribute]) => target ?? attribute ?? "");
}

/** The anchor that a heading gets where the files are shown: lower case, no punctuation, hyphens for spaces. */
const anchorsIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );

/** What is wrong with a link of a file, or null. */
function faultOf(file: string, link: string): string | null {
  if (/^[a-z]+:|^\/\//i.test(link)) return null;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? file : resolve(dirname(file), decodeURIComponent(path));
  const place = `${relative(root, file)}: ${link}`;
  if (!existsSync(target)) return `${place} leads nowhere`;
  if (anchor === undefined || !target.endsWith(".md")) return null;
  return anchorsIn(readFileSync(target, "utf8")).includes(anchor) ? null : `${place} has no such heading`;
}

function pagesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (skipped.test(relative(root, path).replaceAll("\\", "/"))) return [];
    if (entry.isDirectory()) return pagesBelow(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

test("links within the project lead somewhere", () => {
  const pages = pagesBelow(root);
  expect(pages.map((page) => relative(root, page))).toContain("README.md");
  const faults = pages.flatMap((page) =>
    linksIn(readFileSync(page, "utf8")).map((link) => faultOf(page, link)),
  );
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
});

test("the check itself finds a file and a heading that are not there", () => {
  const page = join(root, "README.md");
  const links = linksIn(
    "See [a](docs/nowhere.md), [b](docs/cli.md#no-such-heading), [c](docs/cli.md), `[d](x)`.",
  );
  expect(links.map((link) => faultOf(page, link))).toEqual([
    "README.md: docs/nowhere.md leads nowhere",
    "README.md: docs/cli.md#no-such-heading has no such heading",
    null,
  ]);
});
