/** Thin outlines of the parts of a picture, seen while the pointer or the focus is there. */
import type { Box } from "@imantics/api";
import { classes } from "../../components/class-names.ts";
import { regionLabel, regionWords } from "../../regions/region-words.ts";
import { percentile } from "../../words/quantities.ts";
import styles from "./parts.module.css";
import type { PartsOfPicture } from "./use-parts.ts";

interface RegionLayerProps {
  readonly parts: PartsOfPicture;
  /** The part a search came here by, always outlined. */
  readonly matched: string | null;
}

export function RegionLayer({ parts, matched }: RegionLayerProps) {
  const { regions, areShown, chosen, choose } = parts;
  return (
    <div className={styles.layer}>
      {regions
        .filter(({ id }) => areShown || id === matched)
        .map((region) => (
          <button
            key={region.id}
            type="button"
            className={classes(
              styles.region,
              region.id === matched && styles.matched,
              region.id === chosen?.id && styles.chosen,
            )}
            style={placeOf(region.box)}
            aria-label={`${regionWords(region)}${sureWords(region.confidence)}`}
            aria-pressed={region.id === chosen?.id}
            onClick={() => choose(region.id)}
          >
            <span className={classes(styles.label, region.box.y < 0.06 && styles.inside)}>
              {regionLabel(region)}
            </span>
          </button>
        ))}
    </div>
  );
}

export function placeOf({ x, y, width, height }: Box) {
  return { left: share(x), top: share(y), width: share(width), height: share(height) };
}

/** ", 92 % sure", or nothing where nobody says so. */
export function sureWords(confidence: number | null): string {
  return confidence === null ? "" : `, ${percentile(confidence * 100)} % sure`;
}

function share(value: number): string {
  return `${value * 100}%`;
}
