/** A part of a picture, cut from its thumbnail and as high as its place allows. */
import type { Box } from "@imantics/api";
import { useState } from "react";
import { thumbnailUrl } from "../client.ts";
import { classes } from "./class-names.ts";
import styles from "./cropped-thumbnail.module.css";

interface CroppedThumbnailProps {
  /** Address of the picture, or the id of one of the library. */
  readonly source: { readonly id: string } | { readonly url: string };
  readonly box: Box;
  readonly alt: string;
  readonly className?: string | undefined;
}

export function CroppedThumbnail({ source, box, alt, className }: CroppedThumbnailProps) {
  // The shape of the picture is known once it is there.
  const [ratio, setRatio] = useState(1);
  const size = Math.max(box.width, box.height) < 0.5 ? "large" : "small";
  return (
    <span
      className={classes(styles.crop, className)}
      style={{ aspectRatio: (ratio * box.width) / box.height }}
    >
      <img
        src={"url" in source ? source.url : thumbnailUrl(source.id, size)}
        alt={alt}
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setRatio(naturalWidth / naturalHeight)
        }
        style={{
          width: `${100 / box.width}%`,
          height: `${100 / box.height}%`,
          left: `${(-100 * box.x) / box.width}%`,
          top: `${(-100 * box.y) / box.height}%`,
        }}
      />
    </span>
  );
}
