/** Why a line cannot be read, with the place underlined. */
import type { QueryError } from "@imantics/api";
import styles from "./line-trouble.module.css";
import { withShortIds } from "./short-ids.ts";

interface LineTroubleProps {
  readonly line: string;
  readonly error: QueryError;
  readonly id?: string;
}

export function LineTrouble({ line, error, id }: LineTroubleProps) {
  const { from, to } = error.at;
  return (
    <div className={styles.trouble} id={id} role="status">
      <p className={styles.line}>
        {withShortIds(line.slice(0, from))}
        <mark>{withShortIds(line.slice(from, to))}</mark>
        {withShortIds(line.slice(to))}
      </p>
      <p>{withoutPlace(error.message)}</p>
    </div>
  );
}

/** The terminal needs the place in words; here it is underlined. */
function withoutPlace(message: string): string {
  return message.replace(/ \(at \d+: .*\)$/s, "");
}
