/** A dialog to pick somebody by face: the likeliest first, with the chance that it is them; a field narrows. */
import type { Person } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../components/dialog.tsx";
import fields from "../../components/field.module.css";
import { Nothing } from "../../components/page.tsx";
import { peopleQuery, whoIsQuery } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";
import { nameOf } from "./acts.ts";
import { FaceCrop } from "./face-crop.tsx";
import styles from "./person-picker.module.css";
import { chanceWords } from "./who-is-this.tsx";

/** More are found by typing. */
const most = 60;

interface PersonPickerProps {
  readonly title: string;
  /** Region to which people are compared. */
  readonly face: string;
  /** Somebody who does not come into question. */
  readonly without: string;
  readonly onPick: (person: Person) => void;
  readonly onClose: () => void;
}

export function PersonPicker({ title, face, without, onPick, onClose }: PersonPickerProps) {
  const { data: everybody = [] } = useQuery(peopleQuery);
  const { data: suggestions = [] } = useQuery(whoIsQuery(face));
  const [typed, setTyped] = useState("");
  const chances = new Map(suggestions.map(({ person, confidence }) => [person.id, confidence]));
  const wanted = typed.trim().toLocaleLowerCase();
  const fitting = everybody
    .filter(({ id, name }) => id !== without && (name ?? "").toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => (chances.get(b.id) ?? 0) - (chances.get(a.id) ?? 0))
    .slice(0, most);
  return (
    <Dialog title={title} onClose={onClose}>
      <input
        className={fields.inline}
        aria-label="Narrow by name"
        placeholder="Name"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {fitting.length === 0 && <Nothing>Nobody else fits.</Nothing>}
      <ul className={styles.people}>
        {fitting.map((person) => {
          const chance = chances.get(person.id);
          return (
            <li key={person.id}>
              <button type="button" className={styles.person} onClick={() => onPick(person)}>
                <FaceCrop region={person.cover} isRound />
                <strong>{nameOf(person)}</strong>
                <span>
                  {chance !== undefined && chance >= 0.01
                    ? `${chanceWords(chance)} likely`
                    : counted(person.images, "photo")}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
