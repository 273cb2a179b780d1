/**
 * Journals of version 0.1: four acts, each of which said what it changed in its own words and was its own
 * inverse. Read here as changes, so that they are shown, taken back and done again like any other.
 */
import { z } from "zod";
import type { Change } from "./change.ts";
import { Change as ChangeSchema, Region } from "./change.ts";

const ClusterName = z.object({ cluster: z.string(), name: z.string().nullable() });
const Drawn = z.object({ region: Region, isThere: z.boolean() });
const Trash = z.object({ space: z.string(), isRemoved: z.boolean() });
const { personNames: names, places, refusals } = ChangeSchema.shape;
const People = z.object({ names, places, refusals });

interface OlderAct {
  change(detail: unknown): Change | null;
  words(change: Change): string;
}

function older<Detail>(
  schema: z.ZodType<Detail>,
  changeOf: (detail: Detail) => Change,
  words: (change: Change) => string,
): OlderAct {
  return {
    change(detail) {
      const { data } = schema.safeParse(detail);
      return data === undefined ? null : changeOf(data);
    },
    words,
  };
}

const acts: Readonly<Record<string, OlderAct>> = {
  "rename-cluster": older(
    ClusterName,
    (item) => ({ clusterNames: [item] }),
    ({ clusterNames: [item] = [] }) =>
      item?.name == null ? "Took a cluster's name away" : `Named a cluster “${item.name}”`,
  ),
  "draw-region": older(
    Drawn,
    (item) => ({ regions: [item] }),
    ({ regions: [item] = [] }) => (item?.isThere ? "Drew a region" : "Erased a drawn region"),
  ),
  "remove-space": older(
    Trash,
    (item) => ({ spaces: [item] }),
    ({ spaces: [item] = [] }) => `${item?.isRemoved ? "Removed" : "Brought back"} the space ${item?.space}`,
  ),
  "change-people": older(
    People,
    ({ names: personNames, ...rest }) => ({ ...rest, ...(personNames && { personNames }) }),
    () => "Changed who is who",
  ),
};

/** What an act of version 0.1 changed and what takes it back; null when it is none or cannot be read. */
export function readOlder(
  act: string,
  detail: unknown,
  inverse: unknown,
): { readonly words: string; readonly change: Change; readonly inverse: Change } | null {
  const known = acts[act];
  const [change, back] = [known?.change(detail), known?.change(inverse)];
  return known && change && back ? { words: known.words(change), change, inverse: back } : null;
}
