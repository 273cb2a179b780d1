/** Erases a region that was drawn by hand. */
import { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import { changing, defineAct } from "./act.ts";

export const eraseRegion = defineAct({
  name: "erase-region",
  schema: z.object({ region: z.string() }),
  async plan({ regions }, { region: id }) {
    const [region] = await regions.many([id]);
    if (region?.type === "drawn") return changing({ regions: [{ region, isThere: false }] });
    throw new ImanticsError(
      "region-not-found",
      `There is no drawn region "${id}"; what detectors found is not erased by hand.`,
    );
  },
  words: () => "Erased a drawn region",
});
