/** A grid with the viewer over it: what photos, search and clusters have in common. */
import { PhotoGrid, type PhotoGridProps } from "../photos/photo-grid.tsx";
import { useViewer } from "./use-viewer.ts";
import { Viewer } from "./viewer.tsx";

type PictureBrowserProps = Omit<PhotoGridProps, "onOpen" | "onSimilar" | "shownIndex">;

export function PictureBrowser(props: PictureBrowserProps) {
  const viewer = useViewer();
  const { source, ratios, noteOf } = props;
  const findSimilar = (id: string) => viewer.searchWith(`image:${id}`);
  const open = (index: number) => {
    const tile = source.tile(index);
    if (tile) viewer.open(tile.id, index);
  };
  return (
    <>
      <PhotoGrid {...props} onOpen={open} onSimilar={findSimilar} shownIndex={viewer.at} />
      {viewer.image && (
        <Viewer
          image={viewer.image}
          at={viewer.at}
          total={ratios.length}
          source={source}
          onMove={viewer.move}
          onClose={viewer.close}
          onSearch={viewer.searchWith}
          noteOf={noteOf}
        />
      )}
    </>
  );
}
