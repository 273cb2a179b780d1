/** Facts about sources and the paths found in them: which file is which image, and can it be read at present. */
import type { KnownFile, ScannedFile, Source } from "../../domain/source.ts";

export interface SourcePort {
  /** A location that is already known keeps its id and takes over the new words and patterns. */
  add(source: Omit<Source, "id">): Promise<Source>;
  list(): Promise<readonly Source[]>;
  /**
   * All known paths of a source, with the sizes and times of the last visit. A path may belong to
   * several sources that overlap. Files marked by `images.markIncomplete` have size -1, so they look changed.
   */
  files(source: number): Promise<ReadonlyMap<string, KnownFile>>;
  /** Points paths at images (insert or replace), marks them available, and clears their ledger rows. */
  link(
    source: number,
    links: readonly { readonly file: ScannedFile; readonly image: string }[],
  ): Promise<void>;
  setAvailable(paths: readonly string[], isAvailable: boolean): Promise<void>;
  imageOf(path: string): Promise<string | null>;
  /** The first of an image's paths as it was last seen, and a source that has it; null where there is none. */
  fileOf(image: string): Promise<(ScannedFile & { readonly source: number }) | null>;
  /** Names of the folders that hold available paths, most paths first. */
  folders(): Promise<readonly string[]>;
}
