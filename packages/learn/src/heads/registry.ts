/**
 * Every method that learns clusters of vectors, in the order in which people are offered them. One line
 * adds a method wherever methods are listed.
 */
import { dec, idec } from "./deep-embedding.ts";
import { iic } from "./iic.ts";
import type { HeadMethod } from "./method.ts";
import { scan } from "./scan.ts";
import { temi } from "./temi.ts";
import { turtle } from "./turtle.ts";

export const headMethods: readonly HeadMethod[] = [turtle, temi, scan, iic, idec, dec];

/** @throws RangeError naming the methods there are. */
export function headMethod(id: string): HeadMethod {
  const method = headMethods.find((candidate) => candidate.id === id);
  if (method) return method;
  const known = headMethods.map((candidate) => candidate.id).join(", ");
  throw new RangeError(`There is no trained method "${id}"; the methods are ${known}.`);
}
