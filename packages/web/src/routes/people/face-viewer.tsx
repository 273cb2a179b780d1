/** The photos of a person's faces in the viewer, in the order of the faces. */
import type { Face } from "@imantics/api";
import { useQueries } from "@tanstack/react-query";
import { imageQuery } from "../../queries.ts";
import { useViewer } from "../../viewer/use-viewer.ts";
import { Viewer } from "../../viewer/viewer.tsx";

/** Photos on either side that are there before one gets to them: what the film strip shows. */
const reach = 12;

export function FaceViewer({ faces }: { readonly faces: readonly Face[] }) {
  const { image, at, move, close, searchWith } = useViewer();
  const from = image === undefined ? 0 : Math.max(0, (at ?? 0) - reach);
  const near = image === undefined ? [] : faces.slice(from, from + 2 * reach + 1);
  const tiles = useQueries({ queries: near.map((face) => imageQuery(face.image)) });
  if (image === undefined) return null;
  const source = {
    tile: (index: number) => tiles[index - from]?.data,
    ids: async (start: number, end: number) => faces.slice(start, end).map((face) => face.image),
    onVisible: () => {},
  };
  return (
    <Viewer
      image={image}
      at={at}
      total={faces.length}
      source={source}
      onMove={move}
      onClose={close}
      onSearch={searchWith}
      noteOf={undefined}
    />
  );
}
