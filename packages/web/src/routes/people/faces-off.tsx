/** Before faces are looked for: what that does, what it never does, and the switch. */
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { changed } from "../../queries.ts";
import styles from "./people.module.css";

export function FacesOff() {
  return (
    <section className={styles.explanation} aria-labelledby="faces-off">
      <h2 id="faces-off">Faces are switched off</h2>
      <p>
        Switched on, Imantics finds faces in your photos and puts those that look alike together. You give the
        names; then <code>person:Anna</code> finds her photos.
      </p>
      <ul>
        <li>Faces are private: nobody is looked for until you say so here.</li>
        <li>Everything stays on this machine. No picture, face or name is sent anywhere.</li>
        <li>Age, gender, mood, origin or anything else about a person is never inferred.</li>
        <li>Every correction counts and can be undone. You can erase all faces again at any time.</li>
      </ul>
      <Button kind="primary" onClick={() => void lookForFaces()}>
        Switch on and look for faces
      </Button>
    </section>
  );
}

/** Switches faces on where they are off, and looks at what was not looked at yet. */
export async function lookForFaces(): Promise<void> {
  try {
    await client.switchDetector("faces", true);
    await client.findParts();
    notify("Looking for faces. The ring at the top right shows how far it is.");
  } catch (error) {
    notifyFailure(error);
  }
  changed("parts", "jobs");
}
