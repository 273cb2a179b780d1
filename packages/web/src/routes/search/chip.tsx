/** What every chip of the query has: a switch that turns it round, its face, and a way to take it out. */
import type { ReactNode } from "react";
import { classes } from "../../components/class-names.ts";
import { Icon } from "../../components/icon.tsx";
import styles from "./query-chips.module.css";

interface ChipProps {
  /** What it stands for, for screen readers. */
  readonly words: string;
  readonly isMinus: boolean;
  /** "Push away beach", "Exclude person Anna". */
  readonly turnLabel: string;
  readonly turnTitle: string;
  readonly onTurn: () => void;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

export function Chip({ words, isMinus, turnLabel, turnTitle, onTurn, onRemove, children }: ChipProps) {
  return (
    <li className={classes(styles.chip, isMinus && styles.minus)}>
      <button
        type="button"
        className={styles.sign}
        aria-pressed={isMinus}
        aria-label={turnLabel}
        title={turnTitle}
        onClick={onTurn}
      >
        <Icon name={isMinus ? "minus" : "plus"} size={14} />
      </button>
      {children}
      <button
        type="button"
        className={styles.remove}
        aria-label={`Remove ${words}`}
        title="Remove"
        onClick={onRemove}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}
