/** The heading and padding that every page but the grid shares, and the three states without content. */
import type { ReactNode } from "react";
import { reasonOf } from "../client.ts";
import { Button } from "./button.tsx";
import { classes } from "./class-names.ts";
import styles from "./page.module.css";

interface PageProps {
  readonly title: string;
  /** To the right of the title. */
  readonly actions?: ReactNode;
  readonly lead?: ReactNode;
  readonly isNarrow?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, actions, lead, isNarrow = false, children }: PageProps) {
  return (
    <div className={classes(styles.page, isNarrow && styles.narrow)}>
      <header className={styles.header}>
        <h1>{title}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
        {lead && <p className={styles.lead}>{lead}</p>}
      </header>
      {children}
    </div>
  );
}

/** Something went wrong: what, and a way to try again. */
export function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  return (
    <div className={styles.state} role="alert">
      <p>{reasonOf(error)}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

export function Waiting({ label }: { readonly label: string }) {
  return (
    <p className={styles.waiting} role="status">
      {label}
    </p>
  );
}

export function Nothing({ children }: { readonly children: ReactNode }) {
  return <div className={styles.state}>{children}</div>;
}
