/**
 * One picture of a grid: placeholder first, thumbnail over it. Clicks are handled by the grid,
 * which knows the tile by `data-index`; the round check is for the mouse, the keyboard has `x`.
 */
import type { HitRegion, ImageTile } from "@imantics/api";
import { memo } from "react";
import { thumbnailUrl } from "../client.ts";
import { classes } from "../components/class-names.ts";
import { Icon } from "../components/icon.tsx";
import { percentile } from "../words/quantities.ts";
import { captureWords } from "../words/times.ts";
import { boxOnTile } from "./box-on-tile.ts";
import { placeholderUrl } from "./placeholder.ts";
import styles from "./tile.module.css";

/** What a page adds to a tile: how sure a search is, and why. */
export interface TileNote {
  /** 0..100; null where nothing was ranked. */
  readonly percentile: number | null;
  /** Empty: there is nothing to say. */
  readonly why: string;
  readonly isDim: boolean;
  /** The part that speaks for it, outlined; null: the whole picture does. */
  readonly region: HitRegion | null;
  /** Other parts that `why` names, outlined with it. */
  readonly others: readonly HitRegion[];
}

export interface TileProps {
  readonly index: number;
  readonly total: number;
  readonly tile: ImageTile | undefined;
  readonly note: TileNote | undefined;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

/** Above this height on the screen the small thumbnail (256 px) would look soft. */
const smallUpTo = 270;

export const Tile = memo(function Tile(props: TileProps) {
  const { index, total, tile, note, left, top, width, height, isActive, isSelected } = props;
  const size = Math.max(width, height) > smallUpTo ? "large" : "small";
  const placeholder = tile ? placeholderUrl(tile.placeholder) : "";
  return (
    <div
      id={`tile-${index}`}
      data-index={index}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={labelOf(tile, note)}
      title={noteWords(note)}
      className={classes(
        styles.tile,
        isActive && styles.active,
        isSelected && styles.selected,
        note?.isDim && styles.dim,
      )}
      style={{
        transform: `translate(${left}px, ${top}px)`,
        width,
        height,
        backgroundImage: placeholder === "" ? undefined : `url(${placeholder})`,
      }}
    >
      {tile && (
        <img
          key={tile.id}
          className={styles.picture}
          src={thumbnailUrl(tile.id, size)}
          alt=""
          decoding="async"
          draggable={false}
        />
      )}
      {tile?.isAnimated && <span className={styles.badge}>animated</span>}
      <span className={styles.check} data-check="" aria-hidden="true">
        <Icon name="check" size={14} />
      </span>
      {note && (
        <>
          <span className={styles.similar} data-similar="" aria-hidden="true" title="Similar to this (s)">
            <Icon name="similar" size={16} />
          </span>
          {tile &&
            note.others.map(({ id, box }) => (
              <span
                key={id}
                className={classes(styles.region, styles.other)}
                style={boxOnTile(box, tile, { width, height })}
              />
            ))}
          {tile && note.region && (
            <span className={styles.region} style={boxOnTile(note.region.box, tile, { width, height })} />
          )}
          {note.percentile !== null && (
            <span className={styles.sure} aria-hidden="true">
              <span style={{ width: `${note.percentile}%` }} />
              <b>{percentile(note.percentile)}</b>
            </span>
          )}
          {note.why !== "" && (
            <span className={styles.why} aria-hidden="true">
              <span>{note.why}</span>
            </span>
          )}
        </>
      )}
    </div>
  );
});

function labelOf(tile: ImageTile | undefined, note: TileNote | undefined): string {
  const words = tile?.takenAt ? `Photo, ${captureWords(tile.takenAt)}` : "Photo";
  const said = noteWords(note);
  return said ? `${words}. ${said}` : words;
}

/** "98 % sure: whole picture 62, object cup 8"; undefined when there is nothing to say. */
export function noteWords(note: TileNote | undefined): string | undefined {
  if (!note) return undefined;
  if (note.percentile === null) return note.why || undefined;
  return `${percentile(note.percentile)} % sure: ${note.why}`;
}
