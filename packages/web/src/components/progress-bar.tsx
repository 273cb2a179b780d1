/** A bar for 0..1, or a quiet moving one while the size is unknown. */
import styles from "./progress-bar.module.css";

interface ProgressBarProps {
  readonly label: string;
  /** 0..1; null: unknown. */
  readonly fraction: number | null;
}

export function ProgressBar({ label, fraction }: ProgressBarProps) {
  return fraction === null ? (
    <progress className={styles.bar} aria-label={label} />
  ) : (
    <progress className={styles.bar} aria-label={label} value={fraction} max={1} />
  );
}
