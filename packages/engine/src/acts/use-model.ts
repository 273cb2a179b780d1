/** Makes a model the one that serves. What serves is not trash: its space comes back when it was removed. */
import { z } from "zod";
import { MODEL_SETTING, ModelChoice, modelSetting } from "../embed/active-encoder.ts";
import { changing, defineAct } from "./act.ts";

export const useModel = defineAct({
  name: "use-model",
  schema: z.object({ choice: ModelChoice, space: z.string() }),
  async plan({ spaces }, { choice, space }) {
    const isTrash = (await spaces.removed()).some(({ id }) => id === space);
    return changing({
      settings: [{ name: MODEL_SETTING, value: modelSetting(choice) }],
      ...(isTrash && { spaces: [{ space, isRemoved: false }] }),
    });
  },
  words: ({ choice }) => `Chose the model ${choice.id}`,
});
