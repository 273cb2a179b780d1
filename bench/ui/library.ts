/**
 * A library as large as a life of photos, without the photos: facts of 100,000 images over thirty
 * years, thumbnails that are hard links to a few dozen drawn ones, one clustering of everything.
 * No vectors: the page asks for none unless someone searches.
 *
 * Kept between runs; `version` is raised when what is made here changes.
 */
import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawnPicture, FAMILIES } from "../../fixtures/drawn-pictures.ts";
import { decodeImage } from "../../packages/engine/src/decode/decode.ts";
import type { DecodedImage } from "../../packages/engine/src/decode/decoded-image.ts";
import type { NewImage } from "../../packages/engine/src/domain/image.ts";
import { wholeRegion, wholeRegionId } from "../../packages/engine/src/domain/region-id.ts";
import { openStore, type Store } from "../../packages/engine/src/store/open-store.ts";
import { THUMBNAIL_SIZES } from "../../packages/engine/src/store/ports/files.ts";

const version = 2;
const pictureCount = 64;
const clusterCount = 50;
const batchSize = 1000;
const root = "/photos";
/** Landscape, portrait, square, panorama: what a grid of justified rows has to cope with. */
const shapes = [
  [1200, 900],
  [900, 1200],
  [1280, 720],
  [1000, 1000],
  [1440, 560],
] as const;

/** The folder of a library with `images` images, below `cache`; made when it is not there. */
export async function largeLibrary(cache: string, images: number): Promise<string> {
  const folder = join(cache, `library-${images}-${version}`);
  const mark = `${folder}.complete`;
  if (existsSync(mark)) return folder;
  rmSync(folder, { recursive: true, force: true });
  const store = await openStore(folder);
  try {
    await fill(store, images);
  } finally {
    await store.close();
  }
  writeFileSync(mark, "");
  return folder;
}

async function fill(store: Store, images: number): Promise<void> {
  const pictures = await drawnPictures(store);
  const { facts, thumbnailFolder } = store;
  const source = await facts.sources.add({ location: root, givenAs: root, include: [], exclude: [] });
  for (let shard = 0; shard < 256; shard++) {
    mkdirSync(join(thumbnailFolder, shard.toString(16).padStart(2, "0")), { recursive: true });
  }
  for (let first = 0; first < images; first += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, images - first) }, (_, i) => {
      const number = first + i;
      const picture = pictures[Math.imul(number, 2654435761) >>> 26]!;
      return { number, picture, made: newImage(number, picture.decoded) };
    });
    for (const { made, picture } of batch) linkThumbnails(thumbnailFolder, picture.id, made.image.id);
    await facts.images.add(batch.map(({ made }) => made));
    await facts.sources.link(
      source.id,
      batch.map(({ number, made }) => ({
        image: made.image.id,
        file: {
          path: `${root}/${Math.floor(number / 500)}/IMG_${number}.jpg`,
          sizeBytes: made.image.sizeBytes,
          modifiedMs: capturedMs(number),
        },
      })),
    );
  }
  await addClustering(store, images);
}

interface DrawnPicture {
  readonly id: string;
  readonly decoded: DecodedImage;
}

/** Pictures that went the way of every photo: the real decoder made their thumbnails and placeholders. */
async function drawnPictures({ files }: Store): Promise<DrawnPicture[]> {
  const pictures: DrawnPicture[] = [];
  for (let number = 0; number < pictureCount; number++) {
    const [width, height] = shapes[number % shapes.length]!;
    const bytes = drawnPicture(FAMILIES[number % FAMILIES.length]!, number, width, height);
    const decoded = await decodeImage(bytes);
    const id = `00${digest(`picture ${number}`).slice(2)}`;
    await files.putThumbnails(id, decoded.thumbnails);
    pictures.push({ id, decoded });
  }
  return pictures;
}

function linkThumbnails(folder: string, from: string, to: string): void {
  for (const size of THUMBNAIL_SIZES) {
    const place = (id: string) => join(folder, id.slice(0, 2), `${id}-${size}.webp`);
    linkSync(place(from), place(to));
  }
}

function newImage(number: number, { metadata, placeholder, perceptualHash }: DecodedImage): NewImage {
  const id = digest(`image ${number}`);
  // One burst in twenty does not say when it was taken, as what comes through messengers.
  const isDated = burstOf(number) % 20 !== 0;
  const takenAt = isDated ? new Date(capturedMs(number)).toISOString().slice(0, 19) : null;
  const image = { ...metadata, id, takenAt, placeholder, perceptualHash, sizeBytes: 3_000_000 + number };
  return {
    image: { ...image, format: "jpeg", addedAt: "2026-01-02T03:04:05.000Z" },
    regions: [wholeRegion(id)],
  };
}

/** Pictures come in bursts of 97, a minute apart, with ten days or so between bursts. */
function burstOf(number: number): number {
  return Math.floor(number / 97);
}

function capturedMs(number: number): number {
  return Date.UTC(1995, 0, 1) + burstOf(number) * 10.6 * 86_400_000 + (number % 97) * 60_000;
}

async function addClustering({ facts }: Store, images: number): Promise<void> {
  const space = {
    id: "drawn-000000000000",
    model: "drawn",
    revision: "1",
    preprocessing: "none",
    pooling: "projection",
    dimension: 1,
    acceptsText: false,
  } as const;
  await facts.spaces.add(space);
  const members = Array.from({ length: images }, (_, number) => digest(`image ${number}`));
  const clusters = Array.from({ length: clusterCount }, (_, index) => ({
    id: `cluster-${index}`,
    size: members.filter((_, number) => number % clusterCount === index).length,
    suggestedName: `group ${index}`,
    alternatives: [],
    covers: members.slice(index, index + 7),
  }));
  await facts.clusterings.add(
    {
      id: "everything",
      method: "kmeans",
      options: { clusterCount },
      space: space.id,
      seed: 1,
      regionCount: images,
      clusterCount,
      noiseCount: 0,
      reasons: ["Dealt out by number, for measuring the page."],
      quality: {},
      createdAt: "2026-01-02T03:04:05.000Z",
      isPromoted: true,
    },
    clusters,
    members.map((id, number) => ({
      region: wholeRegionId(id),
      cluster: `cluster-${number % clusterCount}`,
      strength: (number % 997) / 997,
    })),
  );
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
