/** Facts about albums: images that a person has put together under a name. */
import type { Album } from "../../domain/album.ts";

export interface AlbumPort {
  /** In order of name. */
  list(): Promise<readonly Album[]>;
  add(album: Album): Promise<void>;
  /** An unknown id is ignored. */
  rename(id: string, name: string): Promise<void>;
  /** With its list of members; the images stay. */
  remove(id: string): Promise<void>;
  /** Image ids in the order in which they were put in. */
  members(id: string): Promise<readonly string[]>;
  /** Takes the place of the list that was there. @throws ImanticsError `internal:broken-reference`. */
  setMembers(id: string, images: readonly string[]): Promise<void>;
}
