/**
 * The image networks: pixels in, pooled inner features and class scores out. No fitted numbers here.
 *
 * Every network sees two views of a picture, the middle square and the whole squeezed into a square, and
 * its features are averaged: the first keeps proportions, the second what lies outside the middle.
 */
import { resizeCover, resizeSqueezed } from "../../decode/resize.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { ConvertibleModel } from "../../models/converted-models.ts";
import { openSession, type Session, type SessionTensor } from "../../models/sessions.ts";
import { type NetworkName, networks, PICTURE_SIZE, SCORES } from "./recipe.ts";

/** What the networks say about one picture. */
export interface ImageFeatures {
  /** Pooled features, one array a network. */
  readonly blocks: ReadonlyMap<NetworkName, Float32Array>;
  /** 1,001 ImageNet class scores (not probabilities); the first is background. */
  readonly scores: Float32Array;
}

export interface ImageNetworks {
  /** O(1) memory; about 12 CPU-ms a picture for three networks. */
  extract(picture: Pixels): Promise<ImageFeatures>;
  close(): Promise<void>;
}

/** Opens the networks named, converting them first if this machine has not done so before. */
export async function openImageNetworks(
  models: ReadonlyMap<NetworkName, ConvertibleModel>,
  threads: number,
): Promise<ImageNetworks> {
  const sessions = new Map<NetworkName, Session>();
  for (const [name, model] of models)
    sessions.set(name, await openSession(await model.convert(), { threads }));

  return {
    async extract(picture) {
      const pixels = await viewsOf(picture);
      const blocks = new Map<NetworkName, Float32Array>();
      let scores = new Float32Array();
      for (const [name, session] of sessions) {
        const results = await session.run({ pixels });
        for (const { output } of networks[name].taps) {
          const average = averageOfRows(results[output]);
          if (output === SCORES) scores = average;
          else blocks.set(name, average);
        }
      }
      return { blocks, scores };
    },
    async close() {
      for (const session of sessions.values()) await session.close();
    },
  };
}

/** Both views as one batch; of a square picture they are the same, and one is enough. */
async function viewsOf(picture: Pixels): Promise<SessionTensor> {
  const views = [await resizeCover(picture, PICTURE_SIZE)];
  if (picture.width !== picture.height) views.push(await resizeSqueezed(picture, PICTURE_SIZE));
  const data = new Uint8Array(views.length * PICTURE_SIZE ** 2 * 3);
  for (const [i, view] of views.entries()) data.set(view.data, i * PICTURE_SIZE ** 2 * 3);
  return { shape: [views.length, PICTURE_SIZE, PICTURE_SIZE, 3], data };
}

function averageOfRows(tensor: SessionTensor | undefined): Float32Array<ArrayBuffer> {
  const [rows = 1, columns = 0] = tensor?.shape ?? [];
  const average = new Float32Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) average[j]! += Number(tensor?.data[i * columns + j]) / rows;
  }
  return average;
}
