/**
 * Options as data: what a method can be told, in plain JSON, so that one description makes the
 * command line's help, the form in the browser, the API's schema and the check below.
 */

interface Described {
  readonly name: string;
  /** One sentence for the person who sets it. */
  readonly meaning: string;
  /** Other names the field knows it by. Accepted, and so is snake_case; not listed. */
  readonly aliases?: readonly string[];
}

export type OptionDescriptor =
  | (Described & {
      readonly type: "integer" | "number";
      /** `null`: unset unless given; `meaning` says what happens then. */
      readonly default: number | null;
      /** Bounds, inclusive; absent where there is none. */
      readonly min?: number;
      readonly max?: number;
    })
  | (Described & { readonly type: "boolean"; readonly default: boolean })
  | (Described & { readonly type: "choice"; readonly default: string; readonly choices: readonly string[] });

/** Values by option name, as they come from a person or a file. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** The type of the values that `readOptions` returns for a list of descriptors. */
export type OptionsOf<D extends readonly OptionDescriptor[]> = {
  readonly [O in D[number] as O["name"]]: O extends { type: "choice"; choices: readonly (infer C)[] }
    ? C
    : O extends { type: "boolean" }
      ? boolean
      : O extends { default: null }
        ? number | null
        : number;
};

/**
 * Fills in defaults and checks every value.
 * @throws RangeError naming option, value and range; also for a name that no descriptor has.
 */
export function readOptions<const D extends readonly OptionDescriptor[]>(
  descriptors: D,
  given: OptionValues,
): OptionsOf<D> {
  const named = new Map<string, unknown>();
  for (const [name, value] of Object.entries(given)) {
    const option = descriptors.find((candidate) => isNameOf(name, candidate));
    if (!option) {
      const known = descriptors.map((each) => each.name).join(", ");
      throw new RangeError(`There is no option "${name}"; the options are ${known}.`);
    }
    if (named.has(option.name))
      throw new RangeError(`Option ${option.name} is given twice, once as "${name}".`);
    named.set(option.name, value);
  }
  const values = Object.fromEntries(
    descriptors.map((option) => {
      const value = named.get(option.name) ?? option.default;
      if (!fits(option, value)) {
        throw new RangeError(
          `Option ${option.name} is ${JSON.stringify(value)}; it must be ${range(option)}.`,
        );
      }
      return [option.name, value];
    }),
  );
  // Each value was just checked against the descriptor that its type is computed from.
  return values as OptionsOf<D>;
}

function isNameOf(name: string, option: OptionDescriptor): boolean {
  const camelCase = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return option.name === camelCase || (option.aliases?.includes(name) ?? false);
}

function fits(option: OptionDescriptor, value: unknown): boolean {
  if (option.type === "boolean") return typeof value === "boolean";
  if (option.type === "choice") return typeof value === "string" && option.choices.includes(value);
  if (value === null) return option.default === null;
  return (
    typeof value === "number" &&
    Number.isFinite(value) &&
    (option.type === "number" || Number.isInteger(value)) &&
    value >= (option.min ?? -Infinity) &&
    value <= (option.max ?? Infinity)
  );
}

function range(option: OptionDescriptor): string {
  if (option.type === "boolean") return "true or false";
  if (option.type === "choice") return `one of ${option.choices.join(", ")}`;
  const kind = option.type === "integer" ? "an integer" : "a number";
  const { min, max } = option;
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  return max === undefined ? kind : `${kind} of at most ${max}`;
}
