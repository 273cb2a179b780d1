/** How much a part of the query counts: keys, wheel or typing. */
import { type ChangeEvent, useEffect, useRef } from "react";
import styles from "./query-chips.module.css";

export const leastWeight = 0.1;
export const mostWeight = 10;

interface WeightFieldProps {
  readonly words: string;
  readonly size: number;
  readonly onChange: (size: number) => void;
}

export function WeightField({ words, size, onChange }: WeightFieldProps) {
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
