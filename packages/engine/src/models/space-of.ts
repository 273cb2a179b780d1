/**
 * The name of a space. Two vectors may be compared when, and only when, their spaces have the same id.
 */
import { createHash } from "node:crypto";
import type { Space } from "../domain/space.ts";

/**
 * Completes a space with its id: the model's id, a hyphen, and 12 hex digits of the SHA-256 over every
 * field as JSON in the order of the interface. Any change of weights, preprocessing or pooling makes
 * another space.
 */
export function spaceOf(fields: Omit<Space, "id">): Space {
  const { model, revision, preprocessing, pooling, dimension, acceptsText } = fields;
  const digest = shortDigest(
    JSON.stringify({ model, revision, preprocessing, pooling, dimension, acceptsText }),
  );
  return { id: `${model}-${digest}`, model, revision, preprocessing, pooling, dimension, acceptsText };
}

/** 12 hex digits of the SHA-256 of a text. */
export function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
