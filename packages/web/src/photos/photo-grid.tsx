/**
 * The grid of pictures: the whole listing is laid out, only what is near the view exists. Used by
 * photos, search and clusters; it knows nothing of where the pictures come from.
 *
 * The grid is one stop for the keyboard (a list box with an active option), so that focus survives
 * tiles that come and go while scrolling.
 */
import { useLayoutEffect, useMemo, useRef } from "react";
import { useSelection } from "../selection/selection.ts";
import { visibleRange } from "./grid-geometry.ts";
import { type GridLayout, justifiedRows, type Section } from "./justified-rows.ts";
import styles from "./photo-grid.module.css";
import { Tile, type TileNote } from "./tile.tsx";
import { useGridKeys } from "./use-grid-keys.ts";
import { useGridView } from "./use-grid-view.ts";
import type { TileSource } from "./use-tile-pages.ts";

export const gap = 4;
const headingHeight = 44;
/** Drawn beyond the view at each side, px. */
const overscan = 700;

export interface PhotoGridProps {
  /** What the grid shows, for screen readers. */
  readonly label: string;
  /** Width / height × 100 of every picture. */
  readonly ratios: ArrayLike<number>;
  /** Headings; none: one section without a heading. */
  readonly sections?: readonly Section[] | undefined;
  readonly source: TileSource;
  readonly rowHeight: number;
  readonly noteOf?: (index: number) => TileNote | undefined;
  readonly onOpen: (index: number) => void;
  readonly onSimilar: (id: string) => void;
  /** Follows the viewer, so that closing it leaves the focus on the picture last seen. */
  readonly shownIndex?: number | undefined;
  readonly onLayout?: (layout: GridLayout) => void;
}

export function PhotoGrid(props: PhotoGridProps) {
  const { label, ratios, sections, source, rowHeight, noteOf, onLayout } = props;
  const grid = useRef<HTMLDivElement>(null);
  const view = useGridView(grid);
  const selected = useSelection();

  const layout = useMemo(() => {
    const all = sections ?? [{ label: "", count: ratios.length }];
    // On a phone a row of the usual height would hold one picture.
    const height = Math.min(rowHeight, Math.max(80, view.width / 2.6));
    const shape = {
      width: Math.max(1, view.width),
      rowHeight: height,
      gap,
      headingHeight: sections ? headingHeight : 0,
    };
    return justifiedRows(ratios, all, shape);
  }, [ratios, sections, rowHeight, view.width]);

  const { first, end } = visibleRange(layout, view.top - overscan, view.top + view.height + overscan);
  const { onVisible } = source;
  useLayoutEffect(() => {
    if (view.width > 0) onVisible(first, end);
  }, [onVisible, first, end, view.width]);
  useLayoutEffect(() => onLayout?.(layout), [onLayout, layout]);

  const { active, onKeyDown, onClick, onContextMenu } = useGridKeys(grid, layout, props);
  const drawn = view.width === 0 ? 0 : end - first;
  const headings = layout.sections.filter(
    (section) =>
      section.top > view.top - overscan - headingHeight && section.top < view.top + view.height + overscan,
  );

  return (
    <div
      ref={grid}
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={active >= first && active < end ? `tile-${active}` : undefined}
      tabIndex={0}
      className={styles.grid}
      style={{ height: layout.height }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      {sections &&
        headings.map((section) => (
          <div
            key={section.first}
            role="presentation"
            className={styles.heading}
            style={{ transform: `translateY(${section.top}px)` }}
          >
            {section.label}
          </div>
        ))}
      {Array.from({ length: drawn }, (_, offset) => {
        const index = first + offset;
        const row = layout.row[index] ?? 0;
        const tile = source.tile(index);
        return (
          <Tile
            key={index}
            index={index}
            total={ratios.length}
            tile={tile}
            note={noteOf?.(index)}
            left={layout.left[index] ?? 0}
            top={layout.rowTop[row] ?? 0}
            width={layout.width[index] ?? 0}
            height={layout.rowHeight[row] ?? 0}
            isActive={index === active}
            isSelected={tile !== undefined && selected.has(tile.id)}
          />
        );
      })}
    </div>
  );
}
