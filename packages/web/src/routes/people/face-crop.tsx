/** A face, cut out of its picture by the server. Decoration unless it is given words. */
import { cropUrl } from "../../client.ts";
import { classes } from "../../components/class-names.ts";
import styles from "./face-crop.module.css";

interface FaceCropProps {
  readonly region: string;
  readonly alt?: string;
  readonly isRound?: boolean;
  readonly className?: string | undefined;
}

export function FaceCrop({ region, alt = "", isRound = false, className }: FaceCropProps) {
  return (
    <img
      className={classes(styles.face, isRound && styles.round, className)}
      src={cropUrl(region)}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
    />
  );
}
