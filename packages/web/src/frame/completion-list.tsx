/** The list below the search box: what could be typed next, each with one line on what it means. */
import type { Completion } from "@imantics/api";
import styles from "./search-box.module.css";

export const completionListId = "search-completions";
export const completionId = (index: number) => `search-completion-${index}`;

interface CompletionListProps {
  readonly list: readonly Completion[];
  readonly active: number;
  readonly onAccept: (completion: Completion) => void;
}

export function CompletionList({ list, active, onAccept }: CompletionListProps) {
  return (
    <div className={styles.below} id={completionListId} role="listbox" aria-label="What could be typed next">
      {list.map((completion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box, which keeps the focus.
        <div
          key={completion.text}
          id={completionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={styles.completion}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onAccept(completion)}
        >
          <strong>{completion.text}</strong>
          {completion.hint !== list[index - 1]?.hint && <span>{completion.hint}</span>}
        </div>
      ))}
    </div>
  );
}
