/** Where a part of a picture lies on its tile, which shows the middle of the picture when their shapes differ. */
import type { Box } from "@imantics/api";

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** In px of the tile, cut where the tile cuts the picture. */
export function boxOnTile(box: Box, picture: Extent, tile: Extent) {
  const scale = Math.max(tile.width / picture.width, tile.height / picture.height);
  const [left, width] = along(box.x, box.width, picture.width * scale, tile.width);
  const [top, height] = along(box.y, box.height, picture.height * scale, tile.height);
  return { left, top, width, height };
}

/** Begin and length within `room`; the drawn side is at least as long and lies about its middle. */
function along(from: number, share: number, drawn: number, room: number): [begin: number, length: number] {
  const hidden = (drawn - room) / 2;
  const begin = Math.max(0, from * drawn - hidden);
  const end = Math.min(room, (from + share) * drawn - hidden);
  return [begin, Math.max(0, end - begin)];
}
