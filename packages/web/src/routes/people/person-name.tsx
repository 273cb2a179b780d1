/** The name of a person, changed in place; for somebody without one, a field and who it may be. */
import type { Person } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { Button, IconButton } from "../../components/button.tsx";
import { actionOf, keyMap } from "../../keyboard/key-map.ts";
import { peopleQuery, whoIsQuery } from "../../queries.ts";
import { mergePeople, nameOf, namePerson, unnamePerson } from "./acts.ts";
import { FaceCrop } from "./face-crop.tsx";
import styles from "./person-page.module.css";
import { chanceWords } from "./who-is-this.tsx";

/** Below this chance a name is not offered. */
const worthOffering = 0.1;

export function PersonName({ person }: { readonly person: Person }) {
  const [isEditing, setEditing] = useState(false);
  if (person.name === null) {
    return (
      <>
        <NameForm person={person} label="Who is this?" />
        <MayBe person={person} />
      </>
    );
  }
  if (isEditing) return <NameForm person={person} label="Name" onDone={() => setEditing(false)} />;
  return (
    <div className={styles.name}>
      <h1>{person.name}</h1>
      <IconButton icon="edit" label="Rename" onClick={() => setEditing(true)} />
      <Button kind="quiet" onClick={() => void unnamePerson(person)}>
        Take the name away
      </Button>
    </div>
  );
}

interface NameFormProps {
  readonly person: Person;
  readonly label: string;
  /** Absent: the form stays. */
  readonly onDone?: () => void;
}

function NameForm({ person, label, onDone }: NameFormProps) {
  const { data: everybody = [] } = useQuery(peopleQuery);
  const [draft, setDraft] = useState(person.name ?? "");
  const navigate = useNavigate();
  const names = useId();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const name = draft.trim();
    onDone?.();
    if (name === "" || name === person.name) return;
    const id = await namePerson(person, name);
    if (id !== person.id) await navigate({ to: "/people/$person", params: { person: id }, replace: true });
  };
  return (
    <form className={styles.name} onSubmit={(event) => void save(event)}>
      {person.name === null && <h1>{label}</h1>}
      <input
        aria-label="Name of the person"
        // biome-ignore lint/a11y/noAutofocus: the field takes the place of the button that was just pressed.
        autoFocus={onDone !== undefined}
        placeholder="Name"
        list={names}
        maxLength={200}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => actionOf(keyMap.nameField, event) === "cancel" && onDone?.()}
      />
      <datalist id={names}>
        {everybody.flatMap(({ id, name }) => (name === null ? [] : <option key={id} value={name} />))}
      </datalist>
      <Button kind="primary" type="submit" disabled={draft.trim() === ""}>
        Save
      </Button>
      {onDone && <Button onClick={onDone}>Cancel</Button>}
    </form>
  );
}

function MayBe({ person }: { readonly person: Person }) {
  const { data: suggestions = [] } = useQuery(whoIsQuery(person.cover));
  const navigate = useNavigate();
  const likely = suggestions.filter(
    ({ person: known, confidence }) =>
      known.id !== person.id && known.name !== null && confidence >= worthOffering,
  );
  if (likely.length === 0) return null;
  return (
    <p className={styles.actions}>
      <span>May be</span>
      {likely.map(({ person: known, confidence }) => (
        <Button
          key={known.id}
          className={styles.mayBe}
          onClick={() => {
            void mergePeople(known, [person]).then((isDone) => {
              if (isDone)
                void navigate({ to: "/people/$person", params: { person: known.id }, replace: true });
            });
          }}
        >
          <FaceCrop region={known.cover} isRound className={styles.small} />
          {nameOf(known)} <small>{chanceWords(confidence)}</small>
        </Button>
      ))}
    </p>
  );
}
