/** Words through a model's prompt templates: each template's vector, averaged, unit length. */
import { type Matrix, matrix, normaliseRows, row } from "@imantics/core";
import type { Encoder } from "./encoder.ts";

/** `templates` hold `{}` for the text; none means the text as it is. One unit row a text. */
export async function encodePrompted(
  encoder: Encoder,
  texts: readonly string[],
  templates: readonly string[],
): Promise<Matrix> {
  const used = templates.length > 0 ? templates : ["{}"];
  const vectors = await encoder.encodeTexts(
    texts.flatMap((text) => used.map((each) => each.replace("{}", text))),
  );
  const sums = matrix(texts.length, vectors.columns);
  for (let i = 0; i < vectors.rows; i++) {
    const target = row(sums, Math.floor(i / used.length));
    const source = row(vectors, i);
    for (let j = 0; j < target.length; j++) target[j]! += source[j]!;
  }
  return normaliseRows(sums);
}
