/** What a scan hands to the next stage: one candidate file and how to read it. */

/** Stands between the path of an archive and the name of a file inside it. */
export const archiveSeparator = "!/";

/** Where a folder, file or archive to index lies. */
export interface Source {
  readonly id: number;
  /** Absolute path of a folder, an image file or a zip archive. Symbolic links are kept as typed. */
  readonly location: string;
  /** The path as the person typed it, so that results can be shown in the same words. */
  readonly givenAs: string;
  /** Glob patterns relative to the location; empty means everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** One file that the scan met. Cheap: nothing has been opened yet, only a stat was paid. */
export interface ScannedFile {
  /** Absolute path; inside an archive `/abs/archive.zip!/inner/name.jpg`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Modification time in whole milliseconds; for archive entries that of the archive. */
  readonly modifiedMs: number;
}

/** What a scan knows of a path from an earlier run. */
export interface KnownFile extends ScannedFile {
  readonly isAvailable: boolean;
}

/** How the present files differ from the known ones. */
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
