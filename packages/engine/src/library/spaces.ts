/**
 * Several spaces in one library, side by side: what each holds, taken away, brought back, thrown out for
 * good. Which one serves is the choice of a model (`models.use`); nothing here changes it. Names,
 * clusterings, people and drawn regions belong to the library and not to a space, so they outlive all this.
 */

import { acts } from "../acts/registry.ts";
import { ImanticsError } from "../domain/errors.ts";
import { isWhole } from "../domain/region-id.ts";
import type { Space, SpaceSummary } from "../domain/space.ts";
import type { ActiveEncoder } from "../embed/active-encoder.ts";
import type { ModelSettings } from "../models/settings.ts";
import { compareSpaces } from "../organise/compare-spaces.ts";
import { detectors } from "../regions/registry.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { Store } from "../store/open-store.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import type { ActVerb } from "./act-verb.ts";
import type { Library } from "./library.ts";

export interface SpaceTools {
  readonly store: Store;
  readonly encoder: ActiveEncoder;
  readonly indexes: VectorIndexes;
  readonly models: ModelSettings;
}

export function spaceVerbs({ store, encoder, indexes, models }: SpaceTools, act: ActVerb): Library["spaces"] {
  const { facts, vectors } = store;
  /** Null when the model of the library is not on this machine. */
  const activeId = () =>
    encoder.open().then(
      ({ space }) => space.id,
      () => null,
    );

  async function summary(space: Space, state: SpaceSummary["state"]): Promise<SpaceSummary> {
    const { id, model, dimension, acceptsText } = space;
    const ids = await vectors.ids(space);
    let images = 0;
    for (const region of ids) if (isWhole(region)) images++;
    const bytes = await vectors.sizeBytes(space);
    return { id, model, dimension, acceptsText, images, parts: ids.size - images, bytes, state };
  }

  return {
    list: async () => {
      const [active, kept, removed] = [
        await activeId(),
        await facts.spaces.list(),
        await facts.spaces.removed(),
      ];
      const summaries: SpaceSummary[] = [];
      for (const space of kept) {
        const state = space.id === active ? "active" : isOfDetector(space) ? "detector" : "idle";
        summaries.push(await summary(space, state));
      }
      for (const space of removed) summaries.push(await summary(space, "removed"));
      return summaries;
    },
    remove: async (name) => {
      const space = findSpace(name, await facts.spaces.list());
      if (isOfDetector(space)) {
        throw new ImanticsError(
          "space-in-use",
          `"${space.id}" belongs to the detector "${space.model}", which would not see its pictures again. ` +
            `Remove all that it found with "imantics parts forget ${space.model}".`,
        );
      }
      if (space.id === (await activeId())) {
        throw new ImanticsError(
          "space-in-use",
          `"${space.id}" is the space that serves. Choose another model with "imantics models use <id>" first.`,
        );
      }
      return act(acts.removeSpace, { space: space.id });
    },
    restore: async (name) => {
      const { id } = findSpace(name, await facts.spaces.removed());
      return act(acts.restoreSpace, { space: id });
    },
    empty: async () => {
      const removed = await facts.spaces.removed();
      // Vectors first, so that what is interrupted is still in the trash and can be emptied again.
      for (const { id } of removed) await vectors.drop(id);
      return facts.transaction(async (inside) => {
        for (const { id } of removed) await inside.spaces.forget(id);
        const clusterings = (await inside.clusterings.removed()).map(({ id }) => id);
        for (const id of clusterings) await inside.clusterings.forget(id);
        const finds = await inside.regions.emptyTrash();
        await forgetGuesses(finds, inside);
        return { spaces: removed.map(({ id }) => id), clusterings, finds: finds.length };
      });
    },
    trash: async () => {
      const [spaces, clusterings] = [await facts.spaces.removed(), await facts.clusterings.removed()];
      let finds = 0;
      for (const { id } of detectors) finds += (await facts.regions.removedOf(id)).length;
      return { spaces: spaces.map(({ id }) => id), clusterings: clusterings.map(({ id }) => id), finds };
    },
    compare: async (names, part, limit = 10) => {
      const known = await facts.spaces.list();
      const [first, second] = [findSpace(names[0], known), findSpace(names[1], known)];
      if (first.id === second.id) {
        throw new ImanticsError("bad-comparison", `"${first.id}" was given twice; give two spaces.`);
      }
      return compareSpaces([first, second], part, { limit, store, indexes, models });
    },
  };
}

/** Whose faces these may be goes with the faces; what people have said stays. */
async function forgetGuesses(regions: readonly string[], { people }: FactPorts): Promise<void> {
  const gone = new Set(regions);
  const guesses = (await people.places()).filter(
    ({ region, isConfirmed }) => gone.has(region) && !isConfirmed,
  );
  await people.removePlaces(guesses.map(({ region }) => region));
}

const isOfDetector = ({ model }: Space) => detectors.some(({ id }) => id === model);

/**
 * A space by its id, or by its model where that has one space alone.
 * @throws ImanticsError `space-not-found` naming those that there are.
 */
function findSpace(name: string, spaces: readonly Space[]): Space {
  const own = spaces.filter(({ id, model }) => id === name || model === name);
  const [only] = own;
  if (only !== undefined && own.length === 1) return only;
  const ids = (own.length > 1 ? own : spaces).map(({ id }) => id).join(", ") || "none";
  throw new ImanticsError(
    "space-not-found",
    own.length > 1
      ? `The model "${name}" has several spaces: ${ids}. Give one of these.`
      : `There is no space "${name}"; there are ${ids}.`,
  );
}
