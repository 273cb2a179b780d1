/** The query as chips: each part with its sign, its weight and a way to take it out. */
import type { QueryPart } from "@imantics/api";
import { Button } from "../../components/button.tsx";
import { encodePart } from "../../query/query-url.ts";
import { Chip } from "./chip.tsx";
import styles from "./query-chips.module.css";

interface QueryChipsProps {
  readonly parts: readonly QueryPart[];
  readonly onChange: (parts: readonly QueryPart[], isSmall?: boolean) => void;
}

export function QueryChips({ parts, onChange }: QueryChipsProps) {
  return (
    <ul className={styles.chips} aria-label="Parts of the query">
      {parts.map((part, index) => (
        <Chip
          // biome-ignore lint/suspicious/noArrayIndexKey: two equal parts are told apart by their place only.
          key={`${encodePart({ ...part, weight: 1 })} ${index}`}
          part={part}
          onChange={(next) => onChange(parts.with(index, next), true)}
          onRemove={() => onChange(parts.toSpliced(index, 1))}
        />
      ))}
      {parts.length > 1 && (
        <li>
          <Button kind="quiet" onClick={() => onChange([])}>
            Clear
          </Button>
        </li>
      )}
    </ul>
  );
}
