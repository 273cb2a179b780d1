/** The query as chips: each part and each condition, with its sign, its weight and a way to take it out. */
import {
  type Condition,
  formatCondition,
  formatPart,
  formatQuery,
  type ParsedQuery,
  type QueryPart,
} from "@imantics/api";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { ConditionChip } from "./condition-chip.tsx";
import { PartChip } from "./part-chip.tsx";
import styles from "./query-chips.module.css";

interface QueryChipsProps {
  readonly query: ParsedQuery;
  readonly onChange: (line: string, isSmall?: boolean) => void;
  /** After the chips. */
  readonly children?: ReactNode;
}

export function QueryChips({ query, onChange, children }: QueryChipsProps) {
  const { parts, conditions } = query;
  const setParts = (next: readonly QueryPart[], isSmall: boolean) =>
    onChange(formatQuery({ parts: next, conditions }), isSmall);
  const setConditions = (next: readonly Condition[], isSmall: boolean) =>
    onChange(formatQuery({ parts, conditions: next }), isSmall);
  return (
    <div className={styles.query}>
      <ul className={styles.chips} aria-label="Parts of the query">
        {parts.map((part, index) => (
          <PartChip
            // biome-ignore lint/suspicious/noArrayIndexKey: two equal parts are told apart by their place only.
            key={`${formatPart({ ...part, weight: 1 })} ${index}`}
            part={part}
            onChange={(next) => setParts(parts.with(index, next), true)}
            onRemove={() => setParts(parts.toSpliced(index, 1), false)}
          />
        ))}
        {conditions.map((condition, index) => (
          <ConditionChip
            // biome-ignore lint/suspicious/noArrayIndexKey: two equal conditions are told apart by their place only.
            key={`${formatCondition({ ...condition, isNot: false })} ${index}`}
            condition={condition}
            onChange={(next) => setConditions(conditions.with(index, next), true)}
            onRemove={() => setConditions(conditions.toSpliced(index, 1), false)}
          />
        ))}
        {parts.length + conditions.length > 1 && (
          <li>
            <Button kind="quiet" onClick={() => onChange("")}>
              Clear
            </Button>
          </li>
        )}
      </ul>
      {children}
    </div>
  );
}
