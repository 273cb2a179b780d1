/** Albums in memory. */
import { brokenReference } from "../broken-reference.ts";
import type { AlbumPort } from "../ports/albums.ts";
import { byText } from "./by-text.ts";
import type { State } from "./state.ts";

export function memoryAlbums(state: State): AlbumPort {
  return {
    list: async () =>
      [...state.albums.values()].sort(byText(({ id }) => id)).sort(byText(({ name }) => name)),
    async add(album) {
      state.albums.set(album.id, album);
    },
    async rename(id, name) {
      const album = state.albums.get(id);
      if (album) state.albums.set(id, { ...album, name });
    },
    async remove(id) {
      state.albums.delete(id);
      state.members.delete(id);
    },
    members: async (id) => state.members.get(id) ?? [],
    async setMembers(id, images) {
      if (images.length > 0 && !state.albums.has(id)) throw brokenReference(`album ${id}`);
      const unknown = images.find((image) => !state.images.has(image));
      if (unknown !== undefined) throw brokenReference(unknown);
      state.members.set(id, [...images]);
    },
  };
}
