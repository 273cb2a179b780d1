/** One person: their faces from surest to least, and everything that can be said about them. */
import type { PersonDetail } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { RequestFailed } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { Icon } from "../../components/icon.tsx";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { personQuery } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";
import { mergePeople } from "./acts.ts";
import { FaceCrop } from "./face-crop.tsx";
import { FaceGrid } from "./face-grid.tsx";
import { FaceViewer } from "./face-viewer.tsx";
import { PersonName } from "./person-name.tsx";
import styles from "./person-page.module.css";
import { PersonPicker } from "./person-picker.tsx";

export function PersonPage() {
  const { person: id } = useParams({ from: "/people/$person" });
  const { data, error } = useQuery(personQuery(id));
  if (error) {
    return (
      <Page title="Person" lead={<Link to="/people">Everybody</Link>}>
        {error instanceof RequestFailed && error.code === "person-not-found" ? (
          <Nothing>
            <p>This person is no longer here: joined to somebody else, undone, or not found again.</p>
          </Nothing>
        ) : (
          <Trouble error={error} />
        )}
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="Person">
        <Waiting label="Reading the faces" />
      </Page>
    );
  }
  return <Somebody key={id} detail={data} />;
}

function Somebody({ detail }: { readonly detail: PersonDetail }) {
  const { person, faces, doubtFrom } = detail;
  return (
    <div className={styles.page}>
      <p className={styles.way}>
        <Link to="/people">People</Link>
      </p>
      <header className={styles.header}>
        <FaceCrop region={person.cover} isRound className={styles.cover} />
        <div className={styles.title}>
          <PersonName person={person} />
          <p className={styles.quiet}>
            {counted(person.faces, "face")} in {counted(person.images, "photo")}
          </p>
          <Actions detail={detail} />
        </div>
      </header>
      <FaceGrid person={person} faces={faces} doubtFrom={doubtFrom} />
      <FaceViewer faces={faces} />
    </div>
  );
}

function Actions({ detail: { person } }: { readonly detail: PersonDetail }) {
  const [isPicking, setPicking] = useState(false);
  const navigate = useNavigate();
  return (
    <p className={styles.actions}>
      {person.name !== null && (
        <Link to="/search" search={{ q: `person:"${person.name}"` }} className={styles.link}>
          <Icon name="search" size={16} /> Search their photos
        </Link>
      )}
      <Button onClick={() => setPicking(true)}>Same as …</Button>
      {isPicking && (
        <PersonPicker
          title={`Who is the same as ${person.name ?? "this person"}?`}
          face={person.cover}
          without={person.id}
          onClose={() => setPicking(false)}
          onPick={(other) => {
            setPicking(false);
            // A name stays on the page that it is on.
            const [into, from] =
              person.name === null && other.name !== null ? [other, person] : [person, other];
            void mergePeople(into, [from]).then((isDone) => {
              if (isDone && into.id !== person.id) {
                void navigate({ to: "/people/$person", params: { person: into.id }, replace: true });
              }
            });
          }}
        />
      )}
    </p>
  );
}
