/** How commands take a method of a registry and its settings: `--method <id> --options '<json>' --seed <n>`. */
import { type OptionDescriptor, type OptionValues, readOptions } from "@imantics/core";
import { ImanticsError } from "@imantics/engine";
import { z } from "zod";

export const MethodOptions = z.object({
  options: z.string().default("{}").transform(parseObject),
  seed: z.coerce.number().int().default(1),
});

function parseObject(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    const message = `--options got ${text}; it takes a JSON object, e.g. '{"clusterCount": 12}'.`;
    throw new ImanticsError("usage", message, { cause });
  }
}

/**
 * Looks a method up and checks its settings before any work begins.
 * @throws ImanticsError `usage` with what the registry or the option says.
 */
export function chosenMethod<M extends { readonly options: readonly OptionDescriptor[] }>(
  find: () => M,
  settings: OptionValues,
): M {
  try {
    const method = find();
    readOptions(method.options, settings);
    return method;
  } catch (cause) {
    throw cause instanceof RangeError ? new ImanticsError("usage", cause.message, { cause }) : cause;
  }
}
