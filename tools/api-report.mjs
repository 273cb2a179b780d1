/**
 * The API report: every name that a package exports, with its signature, as text in `docs/api-report`.
 * A change of what others rely on then shows in review as a change of that text.
 *
 *   node tools/api-report.mjs            compares; exits with 1 where a report is out of date
 *   node tools/api-report.mjs --write    writes the reports anew (`npm run api-report`)
 *
 * It reads the compiled declarations (`tsc -b` first) of every entry point under "exports" and prints
 * each exported declaration without comments, private members and bodies. API Extractor, which does more,
 * was not tried: this needs nothing but the TypeScript that is here.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { publishedPackages } from "./packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "docs", "api-report");
const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/** Sub-path of an entry point -> absolute path of its declarations. */
export function entryPoints({ folder, manifest }) {
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === "object" && typeof target.types === "string")
    .map(([path, target]) => [path, join(folder, target.types)]);
}

/** Text of the report on one package. @throws Error where a declaration file is missing. */
export function reportOn(pack) {
  const entries = entryPoints(pack);
  for (const [, file] of entries) {
    if (!existsSync(file)) throw new Error(`${file} is missing. Run "npx tsc -b" first.`);
  }
  const program = ts.createProgram({
    rootNames: entries.map(([, file]) => file),
    options: {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      skipLibCheck: true,
      noLib: true,
      types: [],
    },
  });
  const sections = entries.map(([path, file]) => {
    const name = pack.name + path.slice(1);
    const lines = exportsOf(program, file).map(([, text]) => text);
    return `# ${name}: ${lines.length} names\n\n${lines.join("\n")}\n`;
  });
  const head = `Public names of ${pack.name}. Made by tools/api-report.mjs; "npm run api-report" writes it anew.\n\n`;
  return head + sections.join("\n");
}

/** Name and declarations of all that a file exports, in the order of the names. */
function exportsOf(program, file) {
  const checker = program.getTypeChecker();
  const source = checker.getSymbolAtLocation(program.getSourceFile(file));
  if (source === undefined) return [];
  return checker
    .getExportsOfModule(source)
    .map((symbol) => [
      symbol.name,
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    ])
    .map(([name, symbol]) => [name, textOf(name, symbol)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function textOf(name, symbol) {
  const declarations = symbol.declarations ?? [];
  const texts = declarations.map((declaration) => {
    const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const text = printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile());
    return text.replace(/^\s*(private |#).*\n/gm, "").replace(/^(export )?(default )?(declare )?/, "");
  });
  const isRenamed = symbol.name !== name;
  return (isRenamed ? `${name} = ` : "") + [...new Set(texts)].sort().join("\n");
}

function main(isWriting) {
  mkdirSync(folder, { recursive: true });
  for (const pack of publishedPackages(root)) {
    const path = join(folder, `${pack.id}.api.txt`);
    const report = reportOn(pack);
    const before = existsSync(path) ? readFileSync(path, "utf8").replaceAll("\r\n", "\n") : "";
    if (report === before) continue;
    if (isWriting) {
      writeFileSync(path, report);
      console.log(`docs/api-report/${pack.id}.api.txt is written.`);
    } else {
      console.error(`docs/api-report/${pack.id}.api.txt is out of date:\n${difference(before, report)}`);
      process.exitCode = 1;
    }
  }
  if (process.exitCode === 1) {
    console.error('\nMeant? "npm run api-report" writes the reports anew; look at them before you commit.');
  }
}

/** Lines that went and came, at most twenty of each. */
function difference(before, after) {
  const missing = (from, lines) => {
    const kept = new Set(lines.split("\n"));
    return from.split("\n").filter((line) => !kept.has(line));
  };
  const shown = (sign, lines) => lines.slice(0, 20).map((line) => `  ${sign} ${line}`);
  return [...shown("-", missing(before, after)), ...shown("+", missing(after, before))].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes("--write"));
