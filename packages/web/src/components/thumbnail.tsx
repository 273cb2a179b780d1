/** A cover: one small picture cut to its box, named for screen readers unless its neighbour names it. */
import { thumbnailUrl } from "../client.ts";
import { classes } from "./class-names.ts";
import styles from "./thumbnail.module.css";

interface ThumbnailProps {
  readonly id: string;
  readonly alt?: string;
  readonly className?: string | undefined;
  readonly size?: "small" | "large";
  /** Fetched at once, even before it comes into view. */
  readonly isUrgent?: boolean;
}

export function Thumbnail({ id, alt = "", className, size = "small", isUrgent = false }: ThumbnailProps) {
  return (
    <img
      className={classes(styles.thumbnail, className)}
      src={thumbnailUrl(id, size)}
      alt={alt}
      loading={isUrgent ? "eager" : "lazy"}
      decoding="async"
      draggable={false}
    />
  );
}
