/** How the present files differ from the known ones. */
import type { ScannedFile } from "../domain/source.ts";

/** One path, or what keeps the scan from it. */
export type ScanEvent =
  /** New, or changed since: must be read. */
  | { readonly type: "changed"; readonly file: ScannedFile }
  /** Same size and time as before. `cameBack` when it had been unavailable. */
  | { readonly type: "unchanged"; readonly path: string; readonly cameBack: boolean }
  /** By its name no picture, and not opened: one line in a list rather than a failure. */
  | { readonly type: "not-an-image"; readonly path: string }
  /** Known, but not there any more (or its whole source is absent). Never means forgetting. */
  | { readonly type: "missing"; readonly path: string }
  /** The source itself cannot be read: an unplugged disk, a mount that went away. */
  | { readonly type: "source-absent"; readonly location: string; readonly message: string }
  /** Something the walk had to leave out, with the reason: a folder without permission, a broken archive. */
  | { readonly type: "failed"; readonly path: string; readonly code: string; readonly message: string };
