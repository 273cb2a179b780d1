/**
 * The faces of a person from surest to least, with a line where doubt begins. Click or `x` selects, arrows
 * move, Enter opens the photo; what is selected can be said to be somebody else.
 */
import type { Face, Person } from "@imantics/api";
import { type KeyboardEvent, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { classes } from "../../components/class-names.ts";
import { Icon } from "../../components/icon.tsx";
import { actionOf, keyMap } from "../../keyboard/key-map.ts";
import { useViewer } from "../../viewer/use-viewer.ts";
import { counted } from "../../words/quantities.ts";
import { FaceActs } from "./face-acts.tsx";
import { FaceCrop } from "./face-crop.tsx";
import styles from "./face-grid.module.css";
import { movedFace } from "./moved-face.ts";
import { chanceWords } from "./who-is-this.tsx";

/** Faces shown before "Show all". */
const first = 300;

interface FaceGridProps {
  readonly person: Person;
  readonly faces: readonly Face[];
  readonly doubtFrom: number;
}

export function FaceGrid({ person, faces, doubtFrom }: FaceGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const viewer = useViewer();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? faces : faces.slice(0, first);
  const chosen = faces.filter(({ region }) => selected.has(region));

  const toggle = (index: number) => {
    const region = shown[index]?.region;
    if (region === undefined) return;
    const next = new Set(selected);
    if (!next.delete(region)) next.add(region);
    setSelected(next);
    setActive(index);
  };
  const open = (index: number) => {
    const face = shown[index];
    if (face) viewer.open(face.image, index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(keyMap.faces, event);
    const next = movedFace(action, Math.min(active, shown.length - 1), shown.length, columnsOf(grid.current));
    if (next !== null) {
      setActive(next);
      grid.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    } else if (action === "select") toggle(active);
    else if (action === "open") open(active);
    else if (action === "clear" && selected.size > 0) setSelected(new Set());
    else return;
    event.preventDefault();
  };

  const tile = (face: Face, index: number) => (
    <div
      key={face.region}
      data-index={index}
      role="option"
      tabIndex={index === Math.min(active, shown.length - 1) ? 0 : -1}
      aria-selected={selected.has(face.region)}
      aria-label={`Face ${index + 1} of ${faces.length}, ${sureWords(face)}`}
      title={sureWords(face)}
      className={classes(styles.tile, selected.has(face.region) && styles.selected)}
      onClick={() => toggle(index)}
      onDoubleClick={() => open(index)}
      onFocus={() => setActive(index)}
      onKeyDown={onKeyDown}
    >
      <FaceCrop region={face.region} />
      <span className={styles.check} aria-hidden="true">
        <Icon name="check" size={14} />
      </span>
      {index >= doubtFrom && (
        <span className={styles.sure} aria-hidden="true">
          {chanceWords(face.confidence)}
        </span>
      )}
    </div>
  );

  return (
    <section aria-label="Faces">
      <FaceActs
        person={person}
        chosen={chosen}
        isAll={chosen.length === faces.length}
        onDone={() => setSelected(new Set())}
      />
      <div
        ref={grid}
        role="listbox"
        aria-multiselectable="true"
        aria-label={`${counted(faces.length, "face")}, surest first`}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options. */}
        <div role="group" aria-label="Sure" className={styles.faces}>
          {shown.slice(0, doubtFrom).map(tile)}
        </div>
        {shown.length > doubtFrom && (
          <>
            <p className={styles.doubt} role="presentation">
              Doubt begins here: {counted(faces.length - doubtFrom, "face")} to look at
            </p>
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options. */}
            <div role="group" aria-label="Doubtful" className={styles.faces}>
              {shown.slice(doubtFrom).map((face, at) => tile(face, doubtFrom + at))}
            </div>
          </>
        )}
      </div>
      {faces.length > shown.length && (
        <Button onClick={() => setWhole(true)}>Show all {counted(faces.length, "face")}</Button>
      )}
    </section>
  );
}

function sureWords({ confidence, isConfirmed }: Face): string {
  return isConfirmed ? "confirmed by you" : `${chanceWords(confidence)} sure`;
}

/** How many tiles stand in a row at present. */
function columnsOf(grid: HTMLElement | null): number {
  const tops = [...(grid?.querySelectorAll<HTMLElement>("[data-index]") ?? [])].map((tile) => tile.offsetTop);
  const second = tops.findIndex((top) => top !== tops[0]);
  return second < 0 ? Math.max(1, tops.length) : second;
}
