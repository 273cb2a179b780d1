/** One person in the grid: face, name and counts; without a name, a field for it. */
import type { Person } from "@imantics/api";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { actionOf, keyMap } from "../../keyboard/key-map.ts";
import { counted } from "../../words/quantities.ts";
import { namePerson } from "./acts.ts";
import { FaceCrop } from "./face-crop.tsx";
import styles from "./people.module.css";

interface PersonTileProps {
  readonly person: Person;
  /** Of the list of names that a field may offer. */
  readonly namesId: string;
}

export function PersonTile({ person, namesId }: PersonTileProps) {
  const photos = counted(person.images, "photo");
  return (
    <li className={styles.person}>
      <Link
        to="/people/$person"
        params={{ person: person.id }}
        aria-label={`${person.name ?? "Somebody without a name"}, ${photos}`}
      >
        <FaceCrop region={person.cover} isRound />
        {person.name !== null && <strong>{person.name}</strong>}
      </Link>
      {person.name === null && <NameField person={person} namesId={namesId} />}
      <span className={styles.counts} aria-hidden="true">
        {photos}
      </span>
    </li>
  );
}

function NameField({ person, namesId }: PersonTileProps) {
  const [draft, setDraft] = useState("");
  const save = (event: FormEvent) => {
    event.preventDefault();
    const name = draft.trim();
    if (name !== "") void namePerson(person, name);
  };
  return (
    <form onSubmit={save}>
      <input
        className={styles.nameField}
        aria-label={`Name of the person in ${counted(person.images, "photo")}`}
        placeholder="Who is this?"
        list={namesId}
        maxLength={200}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => actionOf(keyMap.nameField, event) === "cancel" && setDraft("")}
      />
    </form>
  );
}
