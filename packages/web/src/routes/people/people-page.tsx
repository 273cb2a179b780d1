/** Everybody in the photos: those with a name first, the rest with a field to name them in place. */
import type { Detector, Person } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { isActive } from "../../live/job-progress.ts";
import { jobsQuery, partsQuery, peopleQuery } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";
import { FacesOff, lookForFaces } from "./faces-off.tsx";
import { ForgetFaces } from "./forget-faces.tsx";
import styles from "./people.module.css";
import { PersonTile } from "./person-tile.tsx";
import { WhoIsThis } from "./who-is-this.tsx";

/** Unnamed people shown before "Show more", and with each. */
const step = 60;
const namesId = "names-of-people";

export function PeoplePage() {
  const { data: people, error, refetch } = useQuery(peopleQuery);
  const { data: parts } = useQuery(partsQuery);
  const faces = parts?.detectors.find(({ finds }) => finds === "face");
  const isEmpty = people?.length === 0;
  return (
    <Page
      title="People"
      lead={people && people.length > 0 && <Lead people={people} faces={faces} />}
      actions={faces && (faces.isOn || faces.seen > 0) && <ForgetFaces seen={faces.seen} />}
    >
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!people && !error && <Waiting label="Reading people" />}
      {isEmpty && faces && !faces.isOn && <FacesOff />}
      {isEmpty && faces?.isOn && <NobodyYet seen={faces.seen} />}
      {people && people.length > 0 && (
        <>
          <WhoIsThis />
          <Everybody people={people} />
        </>
      )}
    </Page>
  );
}

function Lead({
  people,
  faces,
}: {
  readonly people: readonly Person[];
  readonly faces: Detector | undefined;
}) {
  const named = people.filter(({ name }) => name !== null).length;
  const words = `${counted(people.length, "person", "people")}, ${named} with a name. Grouped on this machine by likeness alone.`;
  if (!faces || faces.isOn) return words;
  return (
    <>
      {words} Faces are switched off, so new photos add nobody.{" "}
      <Button kind="quiet" onClick={() => void lookForFaces()}>
        Switch on
      </Button>
    </>
  );
}

function NobodyYet({ seen }: { readonly seen: number }) {
  const { data: jobs = [] } = useQuery(jobsQuery);
  if (jobs.some((job) => job.kind === "parts" && isActive(job))) {
    return <Nothing>Looking for faces. People appear here once all photos have been looked at.</Nothing>;
  }
  return (
    <Nothing>
      <p>
        {seen === 0
          ? "Faces are switched on, but no photos have been looked at yet. This takes a few minutes for some thousand photos."
          : `Nobody yet in ${counted(seen, "photo")}. A person is a face that was seen at least twice.`}
      </p>
      <Button kind={seen === 0 ? "primary" : "plain"} onClick={() => void lookForFaces()}>
        Look for faces
      </Button>
    </Nothing>
  );
}

function Everybody({ people }: { readonly people: readonly Person[] }) {
  const [shown, setShown] = useState(step);
  const named = people.filter(({ name }) => name !== null);
  const nameless = people.filter(({ name }) => name === null);
  return (
    <>
      <datalist id={namesId}>
        {named.map(({ id, name }) => (
          <option key={id} value={name ?? ""} />
        ))}
      </datalist>
      {named.length > 0 && (
        <section aria-labelledby="named">
          <h2 id="named" className={styles.heading}>
            With a name
          </h2>
          <ul className={styles.people}>
            {named.map((person) => (
              <PersonTile key={person.id} person={person} namesId={namesId} />
            ))}
          </ul>
        </section>
      )}
      {nameless.length > 0 && (
        <section aria-labelledby="nameless">
          <h2 id="nameless" className={styles.heading}>
            Who is this?
          </h2>
          <ul className={styles.people}>
            {nameless.slice(0, shown).map((person) => (
              <PersonTile key={person.id} person={person} namesId={namesId} />
            ))}
          </ul>
          {nameless.length > shown && (
            <p className={styles.more}>
              <Button onClick={() => setShown(shown + step)}>
                Show more of {counted(nameless.length - shown, "other", "others")}
              </Button>
            </p>
          )}
        </section>
      )}
    </>
  );
}
