/** A part of the query: words, a picture or a part of one, with its sign and weight. */
import type { QueryPart } from "@imantics/api";
import { Chip } from "./chip.tsx";
import { PartFace } from "./part-face.tsx";
import { partWords } from "./query-words.ts";
import { leastWeight, mostWeight, WeightField } from "./weight-field.tsx";

interface PartChipProps {
  readonly part: QueryPart;
  readonly onChange: (part: QueryPart) => void;
  readonly onRemove: () => void;
}

export function PartChip({ part, onChange, onRemove }: PartChipProps) {
  const isMinus = part.weight < 0;
  const size = Math.abs(part.weight);
  const words = partWords(part);
  const setSize = (next: number) => {
    const bounded = Math.min(mostWeight, Math.max(leastWeight, Math.round(next * 10) / 10));
    if (bounded !== size) onChange({ ...part, weight: isMinus ? -bounded : bounded });
  };
  return (
    <Chip
      words={words}
      isMinus={isMinus}
      turnLabel={`Push away ${words}`}
      turnTitle={isMinus ? "Pushes away. Click to look for it" : "Looked for. Click to push away"}
      onTurn={() => onChange({ ...part, weight: -part.weight })}
      onRemove={onRemove}
    >
      <PartFace part={part} />
      <WeightField words={words} size={size} onChange={setSize} />
    </Chip>
  );
}
