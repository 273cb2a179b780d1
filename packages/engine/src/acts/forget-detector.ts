/**
 * Puts everything that a detector found into the trash and switches it off. What people said of it (names,
 * corrections) is kept by region and waits, and so do the guesses whose faces they are.
 */
import { z } from "zod";
import { detectorById } from "../regions/registry.ts";
import { changing, defineAct } from "./act.ts";

export const forgetDetector = defineAct({
  name: "forget-detector",
  schema: z.object({ detector: z.string() }),
  async plan(_, { detector }) {
    const { id } = detectorById(detector);
    return changing({
      switches: [{ detector: id, isOn: false }],
      finds: [{ detector: id, isRemoved: true }],
    });
  },
  words: ({ detector }) => `Removed all that ${detector} found`,
});
