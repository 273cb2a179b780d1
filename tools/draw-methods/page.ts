/** The registries as a page: each method with its words, picture and options. */
import type { ClusterMethod, OptionDescriptor, OptionValues, ProjectionMethod } from "@imantics/core";
import type { DrawnSet } from "./data-sets.ts";

type SettingsOf = (method: ClusterMethod, set: DrawnSet["name"]) => OptionValues;

export function methodsPage(
  clusterMethods: readonly ClusterMethod[],
  projectionMethods: readonly ProjectionMethod[],
  settingsOf: SettingsOf,
): string {
  return `# Methods

Written by \`tools/draw-methods.ts\` from the registries; the pictures are real runs with seed 1. The same registries make the command line's help (\`imantics cluster --list-methods\`), the API's schema and the forms of the page.

Every method runs on any vectors: \`imantics cluster --vectors x.npy --method <id> --options '<json>'\`, \`imantics project --vectors x.npy --method <id> --out y.npy\`, or \`clusterMethod(id).cluster(vectors, options, { seed })\` of \`@imantics/core\`. Which to take is what \`imantics suggest --vectors x.npy\` answers.

## At a glance

${glance(clusterMethods)}

## Clustering

In the pictures colours are clusters, and small grey points are noise. On the left are four round groups of different density with a few stray points, on the right two rings around a group.

${clusterMethods.map((method) => clusterSection(method, settingsOf)).join("\n\n")}

## Projection

The same points, laid into 30 dimensions with a little noise; colours are the groups they were drawn from. Trustworthiness is the share of neighbours on the map that are neighbours in truth, 0 to 1.

${projectionMethods.map(projectionSection).join("\n\n")}
`;
}

function glance(methods: readonly ClusterMethod[]): string {
  const yes = (is: boolean) => (is ? "yes" : "");
  const header = ["method", "finds the number", "leaves noise out", "new vectors by nearest centre", "cost"];
  const rows = methods.map((method) => [
    `[${method.title}](#${anchor(method.title)})`,
    yes(method.findsCount),
    yes(method.marksNoise),
    yes(method.placesNewPoints),
    method.complexity,
  ]);
  return table(header, rows);
}

function clusterSection(method: ClusterMethod, settingsOf: SettingsOf): string {
  const { id, title, summary, complexity, source, options, constraints } = method;
  const kept = constraints.length === 0 ? "" : ` Keeps to constraints: ${constraints.join(", ")}.`;
  const settings = (["blobs", "rings"] as const).map((set) => JSON.stringify(settingsOf(method, set)));
  const drawn =
    settings[0] === settings[1] ? `\`${settings[0]}\`` : `\`${settings[0]}\` and \`${settings[1]}\``;
  return [
    `### ${title}`,
    `\`${id}\`. ${summary}`,
    `![${title} on round groups and on rings](methods/cluster-${id}.svg)`,
    `Drawn with ${drawn}. Cost: ${complexity}.${kept} Source: ${source}.`,
    optionTable(options),
  ].join("\n\n");
}

function projectionSection({ id, title, summary, complexity, source, options }: ProjectionMethod): string {
  return [
    `### ${title}`,
    `\`${id}\`. ${summary}`,
    `![${title} of round groups and of rings](methods/project-${id}.svg)`,
    `Drawn with its defaults. Cost: ${complexity}. Source: ${source}.`,
    optionTable(options),
  ].join("\n\n");
}

function optionTable(options: readonly OptionDescriptor[]): string {
  if (options.length === 0) return "No options.";
  return table(
    ["option", "values", "default", "meaning"],
    options.map((option) => [
      `\`${option.name}\``,
      valuesOf(option),
      option.default === null ? "automatic" : `\`${option.default}\``,
      option.meaning,
    ]),
  );
}

function valuesOf(option: OptionDescriptor): string {
  if (option.type === "boolean") return "true, false";
  if (option.type === "choice") return option.choices.join(", ");
  const kind = option.type === "integer" ? "whole number" : "number";
  const from = option.min === undefined ? "" : ` from ${option.min}`;
  return kind + from + (option.max === undefined ? "" : ` to ${option.max}`);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** As Markdown readers make them from headings. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
