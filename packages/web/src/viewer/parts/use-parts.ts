/** What the viewer knows of the parts of a picture: which there are, which is chosen, what is being drawn. */
import { type Box, formatPart, type Region } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "../../client.ts";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { wayBack } from "../../notices/undo.ts";
import { changed, libraryQuery, regionsQuery } from "../../queries.ts";
import { middle, snapped } from "./part-box.ts";

export interface PartsOfPicture {
  /** Large ones first, so that small ones lie on top. */
  readonly regions: readonly Region[];
  readonly areShown: boolean;
  readonly toggleShown: () => void;
  readonly chosen: Region | null;
  readonly choose: (region: string) => void;
  /** The box that is being drawn; null: nothing is. */
  readonly draft: Box | null;
  readonly draw: (box: Box) => void;
  readonly toggleDrawing: () => void;
  /** Whether parts may be kept and erased here. */
  readonly canChange: boolean;
  readonly keep: () => Promise<void>;
  readonly erase: (region: string) => Promise<void>;
  /** What is drawn or chosen, as the query language writes it. */
  readonly asQuery: string | null;
  /** Stops drawing, or gives up the choice; false when there was nothing to leave. */
  readonly leave: () => boolean;
}

interface State {
  readonly image: string;
  readonly chosen: string | null;
  readonly draft: Box | null;
}

const storageKey = "imantics.regions";

export function useParts(image: string): PartsOfPicture {
  const { data: found = [] } = useQuery(regionsQuery(image));
  const { data: library } = useQuery(libraryQuery);
  const [areShown, setShown] = useState(() => localStorage.getItem(storageKey) !== "hidden");
  const [state, setState] = useState<State>({ image, chosen: null, draft: null });
  // Another picture starts afresh.
  const { chosen: chosenId, draft } = state.image === image ? state : { chosen: null, draft: null };
  const set = (next: Partial<Omit<State, "image">>) =>
    setState({ image, chosen: null, draft: null, ...next });

  const regions = found.toSorted((a, b) => areaOf(b.box) - areaOf(a.box));
  const chosen = regions.find((region) => region.id === chosenId) ?? null;

  return {
    regions,
    areShown,
    toggleShown: () => {
      localStorage.setItem(storageKey, areShown ? "hidden" : "shown");
      setShown(!areShown);
      if (areShown) set({ draft });
    },
    chosen,
    choose: (region) => set({ chosen: region }),
    draft,
    draw: (box) => set({ draft: box }),
    toggleDrawing: () => set({ draft: draft ? null : middle }),
    canChange: library?.isReadOnly === false,
    keep: async () => {
      if (!draft) return;
      try {
        const region = await client.drawRegion(image, snapped(draft));
        changed("images", "parts", "search");
        notify("Kept. Searches look at this part too.", wayBack(region));
        set({ chosen: region.id });
      } catch (error) {
        notifyFailure(error);
      }
    },
    erase: async (region) => {
      try {
        const erased = await client.eraseRegion(region);
        changed("images", "parts", "search");
        notify("Erased.", wayBack(erased));
        set({});
      } catch (error) {
        notifyFailure(error);
      }
    },
    asQuery: draft
      ? formatPart({ kind: "image", id: image, box: snapped(draft), weight: 1 })
      : chosen && formatPart({ kind: "region", id: chosen.id, weight: 1 }),
    leave: () => {
      const isThere = draft !== null || chosen !== null;
      if (isThere) set({});
      return isThere;
    },
  };
}

function areaOf({ width, height }: Box): number {
  return width * height;
}
