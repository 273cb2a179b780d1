/** What follows an act outside the facts: vectors, and a search for parts that makes the missing ones. */
import type { Effect } from "../acts/change.ts";
import type { ActiveEncoder } from "../embed/active-encoder.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { crop } from "../regions/crop.ts";
import { pixelsOfImage } from "../regions/image-pixels.ts";
import type { Store } from "../store/open-store.ts";

export interface EffectTools {
  readonly store: Store;
  readonly encoder: ActiveEncoder;
  readonly jobs: Pick<Jobs<never>, "ensure">;
}

/** Makes everything that follows; the facts are committed already. */
export async function follow(effects: readonly Effect[], tools: EffectTools): Promise<void> {
  for (const effect of effects) await followOne(effect, tools);
}

async function followOne(effect: Effect, tools: EffectTools): Promise<void> {
  const { store, jobs } = tools;
  switch (effect.kind) {
    case "vectors":
      for (const region of effect.regions) await embedDrawn(region, tools);
      return;
    case "finds-gone": {
      const gone = await store.facts.regions.removedOf(effect.detector);
      for (const space of await store.facts.spaces.list()) await store.vectors.remove(space, gone);
      return;
    }
    case "finds-back":
      await jobs.ensure({ kind: "parts", detectors: [effect.detector] });
  }
}

async function embedDrawn(id: string, { store, encoder }: EffectTools): Promise<void> {
  const { space, encodeImages } = await encoder.open();
  const [region] = await store.facts.regions.many([id]);
  if (region) {
    const pixels = await pixelsOfImage(region.imageId, store);
    await store.vectors.put(space, { ids: [id], vectors: await encodeImages([crop(pixels, region.box)]) });
  } else {
    await store.vectors.remove(space, [id]);
  }
}
