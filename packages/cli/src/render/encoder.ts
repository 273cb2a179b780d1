/** Which encoder serves, how good it is, and how to get a better one: said wherever its quality shows. */
import type { EncoderSummary } from "@imantics/engine";

export function describeEncoder({ title, quality, advice }: EncoderSummary): string {
  return [`Encoder: ${title}. ${quality}`, ...(advice === null ? [] : [advice])].join("\n");
}
