/** What a part of the query looks like on its chip. */
import type { QueryPart } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { CroppedThumbnail } from "../../components/cropped-thumbnail.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { regionsQuery } from "../../queries.ts";
import { previewOf } from "../../query/query-pictures.ts";
import { placeOfRegion } from "../../regions/region-place.ts";
import { regionLabel } from "../../regions/region-words.ts";
import styles from "./query-chips.module.css";

export function PartFace({ part }: { readonly part: QueryPart }) {
  switch (part.kind) {
    case "text":
      return <span className={styles.words}>{part.text}</span>;
    case "region":
      return <RegionFace id={part.id} />;
    case "image":
      return part.box ? (
        <CroppedThumbnail
          source={{ id: part.id }}
          box={part.box}
          alt="Part of a photo"
          className={styles.crop}
        />
      ) : (
        <Thumbnail id={part.id} alt="Photo of the library" className={styles.face} />
      );
    case "picture":
      return <PictureFace part={part} />;
  }
}

function RegionFace({ id }: { readonly id: string }) {
  const { image, box } = placeOfRegion(id);
  const { data: regions = [] } = useQuery(regionsQuery(image));
  const region = regions.find((known) => known.id === id);
  const label = region && regionLabel(region);
  if (!box) return <Thumbnail id={image} alt="Photo of the library" className={styles.face} />;
  return (
    <>
      <CroppedThumbnail source={{ id: image }} box={box} alt="Part of a photo" className={styles.crop} />
      {label && <span className={styles.words}>{label}</span>}
    </>
  );
}

function PictureFace({ part }: { readonly part: Extract<QueryPart, { kind: "picture" }> }) {
  const preview = previewOf(part.picture);
  if (!preview) return <span className={styles.words}>your picture</span>;
  return part.box ? (
    <CroppedThumbnail
      source={{ url: preview }}
      box={part.box}
      alt="Part of your own"
      className={styles.crop}
    />
  ) : (
    <img src={preview} alt="Your own" className={styles.face} />
  );
}
