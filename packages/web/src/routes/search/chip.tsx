/** One part of the query: picture or words, minus switch, weight (keys, wheel or typing), remove. */
import type { QueryPart } from "@imantics/api";
import { type ChangeEvent, useEffect, useRef } from "react";
import { classes } from "../../components/class-names.ts";
import { Icon } from "../../components/icon.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { previewOf } from "../../query/query-pictures.ts";
import { partWords } from "./part-words.ts";
import styles from "./query-chips.module.css";

interface ChipProps {
  readonly part: QueryPart;
  readonly onChange: (part: QueryPart) => void;
  readonly onRemove: () => void;
}

const leastWeight = 0.1;
const mostWeight = 10;

export function Chip({ part, onChange, onRemove }: ChipProps) {
  const isMinus = part.weight < 0;
  const size = Math.abs(part.weight);
  const words = partWords(part);
  const setSize = (next: number) => {
    const bounded = Math.min(mostWeight, Math.max(leastWeight, Math.round(next * 10) / 10));
    if (bounded !== size) onChange({ ...part, weight: isMinus ? -bounded : bounded });
  };
  return (
    <li className={classes(styles.chip, isMinus && styles.minus)}>
      <button
        type="button"
        className={styles.sign}
        aria-pressed={isMinus}
        aria-label={`Push away ${words}`}
        title={isMinus ? "Pushes away. Click to look for it" : "Looked for. Click to push away"}
        onClick={() => onChange({ ...part, weight: -part.weight })}
      >
        <Icon name={isMinus ? "minus" : "plus"} size={14} />
      </button>
      <PartFace part={part} />
      <WeightField words={words} size={size} onChange={setSize} />
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

function PartFace({ part }: { readonly part: QueryPart }) {
  if (part.kind === "text") return <span className={styles.words}>{part.text}</span>;
  if (part.kind === "image")
    return <Thumbnail id={part.id} alt="Photo of the library" className={styles.face} />;
  const preview = previewOf(part.picture);
  return preview ? (
    <img src={preview} alt="Your own" className={styles.face} />
  ) : (
    <span className={styles.words}>your picture</span>
  );
}

interface WeightFieldProps {
  readonly words: string;
  readonly size: number;
  readonly onChange: (size: number) => void;
}

function WeightField({ words, size, onChange }: WeightFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const step = useRef<(by: number) => void>(() => undefined);
  step.current = (by) => onChange(size + by);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    // React listens passively, which would scroll the page as well.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      step.current(event.deltaY < 0 ? 0.1 : -0.1);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);
  return (
    <label className={styles.weight} title="Weight: arrow keys, wheel or typing">
      ×
      <input
        ref={field}
        type="number"
        aria-label={`Weight of ${words}`}
        min={leastWeight}
        max={mostWeight}
        step={0.1}
        value={size}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          if (!Number.isNaN(event.target.valueAsNumber)) onChange(event.target.valueAsNumber);
        }}
      />
    </label>
  );
}
