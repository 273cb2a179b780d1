/** A registry of methods as help text, so that no method is documented twice. */
import type { MethodDescription, OptionDescriptor } from "@imantics/core";

/** What methods of every registry have, for clustering and for projection. */
type Described = Pick<MethodDescription, "id" | "title" | "summary" | "options" | "complexity" | "source">;

export function describeMethods(methods: readonly Described[]): string {
  return methods.map(describeMethod).join("\n\n");
}

function describeMethod({ id, title, summary, options, complexity, source }: Described): string {
  return [
    `${id}: ${title}`,
    `  ${summary}`,
    ...options.map((option) => `  ${option.name} (${describeRange(option)}): ${option.meaning}`),
    `  Cost: ${complexity}. ${source}`,
  ].join("\n");
}

function describeRange(option: OptionDescriptor): string {
  return `${valuesOf(option)}, default ${option.default === null ? "automatic" : option.default}`;
}

function valuesOf(option: OptionDescriptor): string {
  switch (option.type) {
    case "choice":
      return option.choices.join(" | ");
    case "boolean":
      return "true | false";
    default: {
      const kind = option.type === "integer" ? "whole number" : "number";
      const from = option.min === undefined ? "" : ` from ${option.min}`;
      return kind + from + (option.max === undefined ? "" : ` to ${option.max}`);
    }
  }
}
