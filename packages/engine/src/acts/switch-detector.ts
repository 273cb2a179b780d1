/** Switches a detector on or off, from the next search for parts on. */
import { z } from "zod";
import { detectorById } from "../regions/registry.ts";
import { changing, defineAct } from "./act.ts";

export const switchDetector = defineAct({
  name: "switch-detector",
  schema: z.object({ detector: z.string(), isOn: z.boolean() }),
  async plan(_, { detector, isOn }) {
    return changing({ switches: [{ detector: detectorById(detector).id, isOn }] });
  },
  words: ({ detector, isOn }) => `Switched ${detector} ${isOn ? "on" : "off"}`,
});
