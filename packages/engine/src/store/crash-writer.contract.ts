/**
 * A process to kill: writes batch after batch the way the pipeline does (thumbnails, vectors, facts)
 * and says `ready`, then `<batch>` for each batch that is complete.
 * Arguments: library folder, first batch.
 */
import { writeSync } from "node:fs";
import { wholeRegionId } from "../domain/region-id.ts";
import { recoverOnOpen } from "./doctor.ts";
import { openStore } from "./open-store.ts";
import { file, imageId, job, newImage, source, space, vectorSet } from "./samples.contract.ts";

/** Images in a batch; batch b has the images b · size … (b + 1) · size - 1. */
const BATCH = 32;

const [folder = "", first = "0"] = process.argv.slice(2);
const store = await openStore(folder);
await recoverOnOpen(store);
await store.facts.spaces.add(space());
const { id } = await store.facts.sources.add(source("/p"));
await store.facts.jobs.save(job(`from-${first}`));
// A pipe may not take everything that a dying process still holds: writes are made at once.
const say = (word: string) => writeSync(1, `${word}\n`);
say("ready");
for (let batch = Number(first); ; batch++) {
  const numbers = Array.from({ length: BATCH }, (_, index) => batch * BATCH + index);
  const thumbnails = { small: new Uint8Array(2000).fill(1), large: new Uint8Array(20_000).fill(2) };
  await Promise.all(numbers.map((number) => store.files.putThumbnails(imageId(number), thumbnails)));
  await store.vectors.put(
    space(),
    vectorSet(
      numbers.map((number) => wholeRegionId(imageId(number))),
      numbers,
    ),
  );
  await store.facts.images.add(numbers.map((number) => newImage(number)));
  await store.facts.sources.link(
    id,
    numbers.map((number) => ({ file: file(`/p/${number}.jpg`), image: imageId(number) })),
  );
  if (batch % 8 === 7) await store.vectors.optimise(space());
  say(String(batch));
}
