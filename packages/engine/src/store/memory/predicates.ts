/** Predicates over what is known of one image, for the store in memory. */
import type { ClusterRecord } from "../../domain/clustering.ts";
import { foldedText } from "../../domain/folded-text.ts";
import type { ImageEntry } from "../../domain/image.ts";
import type { ImagePredicate } from "../../domain/image-predicate.ts";
import type { RegionRecord } from "../../domain/region.ts";

/** What predicates look at. */
export interface Seen {
  readonly image: ImageEntry;
  /** In order of id. */
  readonly regions: readonly RegionRecord[];
  /** Its clusters in the promoted clustering. */
  readonly clusters: readonly ClusterRecord[];
}

/** The region that shows it, null where none does, undefined where the predicate does not hold. */
export function shows(
  predicate: ImagePredicate,
  { image, regions, clusters }: Seen,
): string | null | undefined {
  const isTrue = (holds: boolean) => (holds ? null : undefined);
  const has = (words: string | null, contained: string) =>
    words !== null && foldedText(words).includes(foldedText(contained));
  switch (predicate.by) {
    case "region": {
      const meant = regions
        .filter(({ type }) => type === predicate.type)
        .filter(({ label }) => predicate.labels?.includes(label ?? "") ?? true)
        .sort((a, b) => (b.confidence ?? 1) - (a.confidence ?? 1));
      return meant[0]?.id;
    }
    case "captured": {
      const day = image.takenAt?.slice(0, 10);
      const { from, to } = predicate;
      return isTrue(day !== undefined && day >= (from ?? "") && day <= (to ?? "9999-12-31"));
    }
    case "camera":
      return isTrue(has(image.camera, predicate.contains));
    case "path":
      return isTrue(image.paths.some((path) => has(path, predicate.contains)));
    case "cluster":
      return isTrue(
        clusters.some(({ id, givenName, suggestedName }) => {
          const name = givenName ?? suggestedName;
          return id === predicate.name || foldedText(name) === foldedText(predicate.name);
        }),
      );
    case "unnamed":
      return isTrue(clusters.every(({ givenName }) => givenName === null));
    case "screenshot": {
      const { width, height, format, camera, paths } = image;
      const isOfScreen = predicate.sizes.some(([x, y]) => x === width && y === height);
      const isCalledSo = paths.some((path) => path.toLowerCase().includes("screenshot"));
      return isTrue(camera === null && (isCalledSo || (isOfScreen && ["png", "webp"].includes(format))));
    }
  }
}
