/** What can be said about the faces that are selected. Always there, so that nothing moves when one is. */
import type { Face, Person } from "@imantics/api";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { counted } from "../../words/quantities.ts";
import { confirmFaces, refuseFaces, splitPerson } from "./acts.ts";
import styles from "./face-grid.module.css";
import { PersonPicker } from "./person-picker.tsx";

interface FaceActsProps {
  readonly person: Person;
  readonly chosen: readonly Face[];
  readonly isAll: boolean;
  readonly onDone: () => void;
}

export function FaceActs({ person, chosen, isAll, onDone }: FaceActsProps) {
  const [isPicking, setPicking] = useState(false);
  const navigate = useNavigate();
  const regions = chosen.map(({ region }) => region);
  const [face] = regions;
  const isNone = face === undefined;
  const split = async () => {
    const id = await splitPerson(person, regions);
    if (id === null) return;
    onDone();
    await navigate({ to: "/people/$person", params: { person: id } });
  };
  const say = (saying: Promise<boolean>) => void saying.then((isDone) => isDone && onDone());
  const isUnconfirmed = chosen.some(({ isConfirmed }) => !isConfirmed);

  return (
    <div className={styles.acts} role="toolbar" aria-label="Selected faces">
      <span aria-live="polite">
        {isNone ? "Select faces to correct them (click or x)" : `${counted(chosen.length, "face")} selected`}
      </span>
      {!isNone && (
        <>
          <Button onClick={() => say(refuseFaces(person, regions))}>
            Not {person.name ?? "this person"}
          </Button>
          <Button disabled={isAll} onClick={() => void split()}>
            Make a new person
          </Button>
          <Button onClick={() => setPicking(true)}>This is …</Button>
          {isUnconfirmed && (
            <Button onClick={() => say(confirmFaces(person, regions))}>
              Yes, {person.name ?? "the same person"}
            </Button>
          )}
          <Button kind="quiet" onClick={onDone}>
            Clear
          </Button>
        </>
      )}
      {isPicking && face !== undefined && (
        <PersonPicker
          title={chosen.length === 1 ? "Who is this?" : `Who are these ${chosen.length} faces?`}
          face={face}
          without={person.id}
          onClose={() => setPicking(false)}
          onPick={(other) => {
            setPicking(false);
            say(confirmFaces(other, regions));
          }}
        />
      )}
    </div>
  );
}
