/** Search values as plain text: one value a string, several a list. `?order=path&at=3`. */

export function parseSearch(text: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  const parameters = new URLSearchParams(text);
  for (const name of new Set(parameters.keys())) {
    const all = parameters.getAll(name);
    values[name] = all.length === 1 ? (all[0] ?? "") : all;
  }
  return values;
}

/** Leaves out what is undefined; keeps what is readable readable. */
export function stringifySearch(values: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) parameters.append(name, String(one));
    }
  }
  const text = parameters.toString().replace(/%(?:3A|2C|22|40|28|29)/g, decodeURIComponent);
  return text === "" ? "" : `?${text}`;
}
