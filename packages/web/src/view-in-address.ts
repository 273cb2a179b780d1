/** What the address of each page may hold, read with care: whatever else is in it is ignored. */
import type { ImageOrder, ImageScope } from "@imantics/api";
import { type FusionInAddress, readFusion } from "./query/fusion.ts";

type Raw = Readonly<Record<string, unknown>>;

/** The picture in the viewer and its place in the listing. */
export interface ViewerSearch {
  readonly image?: string;
  readonly at?: number;
}

export interface PhotosSearch extends ViewerSearch {
  readonly order?: ImageOrder;
  /** Row height, px. */
  readonly size?: number;
  readonly folder?: string;
}

export type PhotosScope = ImageScope & { readonly order: ImageOrder };

export interface SearchSearch extends ViewerSearch, FusionInAddress {
  /** What is looked for, in the query language. */
  readonly q?: string;
  readonly size?: number;
  /** Hits below this percentile are hidden. */
  readonly cut?: number;
}

export interface ClustersSearch {
  readonly sort?: ClusterSort;
}

/** How clusters are sorted; `unnamed`: first those that nobody has given a name, which need a look. */
export const clusterSorts = ["size", "name", "unnamed"] as const;
export type ClusterSort = (typeof clusterSorts)[number];

export const orders = ["newest", "oldest", "added", "path"] as const satisfies readonly ImageOrder[];
export const rowHeights = { least: 80, most: 480, usual: 200 } as const;

export function readViewerSearch(raw: Raw): ViewerSearch {
  const { image } = raw;
  if (typeof image !== "string" || !/^[0-9a-f]{64}$/.test(image)) return {};
  const at = wholeNumber(raw.at, 0, Number.MAX_SAFE_INTEGER);
  return at === undefined ? { image } : { image, at };
}

export function readPhotosSearch(raw: Raw): PhotosSearch {
  const order = orders.find((known) => known === raw.order);
  const size = wholeNumber(raw.size, rowHeights.least, rowHeights.most);
  const { folder } = raw;
  return {
    ...(order && { order }),
    ...(size !== undefined && { size }),
    ...(typeof folder === "string" && folder !== "" && { folder }),
    ...readViewerSearch(raw),
  };
}

/** The listing that an address of the photos page asks for. */
export function photosScope({ order = "newest", folder }: PhotosSearch): PhotosScope {
  return { order, ...(folder !== undefined && { folder }) };
}

export function readClustersSearch(raw: Raw): ClustersSearch {
  const sort = clusterSorts.find((known) => known === raw.sort);
  return sort ? { sort } : {};
}

export function readSearchSearch(raw: Raw): SearchSearch {
  const q = lineOf(raw.q);
  const size = wholeNumber(raw.size, rowHeights.least, rowHeights.most);
  const cut = number(raw.cut, 0, 100);
  return {
    ...(q !== "" && { q }),
    ...(size !== undefined && { size }),
    ...(cut !== undefined && { cut }),
    ...readFusion(raw),
    ...readViewerSearch(raw),
  };
}

/** Addresses once held a part a value: `q=beach&q=-people` is one line now. */
function lineOf(q: unknown): string {
  const values = (Array.isArray(q) ? q : [q]).filter((value) => typeof value === "string");
  return values
    .map((value, at) => (at === 0 || value.startsWith("-") ? value : `+${value}`))
    .join(" ")
    .trim();
}

function wholeNumber(value: unknown, least: number, most: number): number | undefined {
  const whole = number(value, least, most);
  return Number.isInteger(whole) ? whole : undefined;
}

function number(value: unknown, least: number, most: number): number | undefined {
  const read =
    typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : Number.NaN;
  return read >= least && read <= most ? read : undefined;
}
