/** A condition of the query: what every hit must be, or must not be. */
import type { Condition } from "@imantics/api";
import { Chip } from "./chip.tsx";
import styles from "./query-chips.module.css";
import { conditionName, conditionValue } from "./query-words.ts";

interface ConditionChipProps {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

export function ConditionChip({ condition, onChange, onRemove }: ConditionChipProps) {
  const { isNot } = condition;
  const [name, value] = [conditionName(condition), conditionValue(condition)];
  return (
    <Chip
      words={`${name} ${value}`}
      isMinus={isNot}
      turnLabel={`Exclude ${name} ${value}`}
      turnTitle={isNot ? "Excluded. Click to require it" : "Required. Click to exclude"}
      onTurn={() => onChange({ ...condition, isNot: !isNot })}
      onRemove={onRemove}
    >
      <span className={styles.field}>
        {isNot && "not "}
        {name}
      </span>
      <span className={styles.words}>{value}</span>
    </Chip>
  );
}
