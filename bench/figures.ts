/** The figures of a kept result, each under a name that stays the same from run to run. */

/**
 * Every number below `result` by its path, such as `rows.kmeans.ours`. Items of a list go by their `id`,
 * `name`, `method` or `title` where they have one, else by their place; facts about the machine are left out.
 */
export function figuresOf(result: unknown): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  const visit = (path: readonly string[], value: unknown): void => {
    if (typeof value === "number") figures.set(path.join("."), value);
    else if (Array.isArray(value)) {
      for (const [place, item] of value.entries()) visit([...path, nameOf(item) ?? String(place)], item);
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (path.length > 0 || key !== "machine") visit([...path, key], item);
      }
    }
  };
  visit([], result);
  return figures;
}

function nameOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  return ["id", "name", "method", "title"].map((key) => item[key]).find((name) => typeof name === "string");
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
