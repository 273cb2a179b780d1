/** A source, and the files that were met in it. */

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
