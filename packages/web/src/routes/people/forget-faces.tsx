/** Erases all faces, after asking. */
import { useState } from "react";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { changed } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";
import styles from "./people.module.css";

export function ForgetFaces({ seen }: { readonly seen: number }) {
  const [isAsking, setAsking] = useState(false);
  const forget = async () => {
    setAsking(false);
    try {
      await client.forgetDetector("faces");
      notify("All faces are in the trash, and faces are switched off.");
    } catch (error) {
      notifyFailure(error);
    }
    changed("people", "parts", "images", "search", "vocabulary");
  };
  return (
    <>
      <Button icon="trash" kind="danger" onClick={() => setAsking(true)}>
        Erase all faces
      </Button>
      {isAsking && (
        <Dialog title="Erase all faces?" onClose={() => setAsking(false)}>
          <p>
            What was found in {counted(seen, "photo")} goes into the trash, what was computed from it is
            deleted at once, and faces are switched off. Undo brings it back until the trash is emptied.
            Photos stay as they are; names and corrections hold again should you look for faces again.
          </p>
          <div className={styles.choices}>
            <Button onClick={() => setAsking(false)}>Keep them</Button>
            <Button kind="danger" onClick={() => void forget()}>
              Erase all faces
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
