/** What the facts of an image can be asked for. */
import type { RegionType } from "./region.ts";

/** What can be asked of the facts of an image. Words are compared as `folded-text.ts` says. */
export type ImagePredicate =
  /** Has a region of this type, and (where given) with one of these labels. The surest region shows it. */
  | { readonly by: "region"; readonly type: RegionType; readonly labels?: readonly string[] }
  /** Taken between two local days, both included, `YYYY-MM-DD`. */
  | { readonly by: "captured"; readonly from: string | null; readonly to: string | null }
  | { readonly by: "camera"; readonly contains: string }
  /** A folder or the file name of one of its paths contains this. */
  | { readonly by: "path"; readonly contains: string }
  /** In the cluster of the promoted clustering with this id or shown name. */
  | { readonly by: "cluster"; readonly name: string }
  /** In no cluster of the promoted clustering that a person has named. */
  | { readonly by: "unnamed" }
  /** Without a camera and in a format that screens are saved in, of one of these sizes, or called so. */
  | { readonly by: "screenshot"; readonly sizes: readonly (readonly [number, number])[] };
