/** The way in: a large area to drop on while there is nothing, a line later; or a folder by its path. */
import { type ChangeEvent, type FormEvent, useRef, useState } from "react";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { classes } from "../../components/class-names.ts";
import { Icon } from "../../components/icon.tsx";
import { importableOf } from "../../imports/dropped-files.ts";
import { importFiles } from "../../imports/import-files.ts";
import { notifyFailure } from "../../notices/toasts.ts";
import { changed } from "../../queries.ts";
import styles from "./add-photos.module.css";

export function AddPhotos({ isEmpty }: { readonly isEmpty: boolean }) {
  const chooser = useRef<HTMLInputElement>(null);
  const onChoose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = importableOf([...(event.target.files ?? [])]);
    event.target.value = "";
    void importFiles(chosen);
  };
  return (
    <section className={classes(styles.add, isEmpty && styles.large)} aria-label="Add photos">
      {isEmpty && <Icon name="upload" size={40} />}
      {isEmpty ? <h2>Drop photos, folders or a zip archive here</h2> : <h2>Add photos</h2>}
      <Button kind={isEmpty ? "primary" : "plain"} icon="upload" onClick={() => chooser.current?.click()}>
        Choose files
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept="image/*,.heic,.heif,.zip"
        aria-label="Files to add"
        onChange={onChoose}
      />
      <FolderForm />
      <p className={styles.promise}>
        Nothing leaves this machine. Your files stay where they are and as they are.
      </p>
    </section>
  );
}

function FolderForm() {
  const [folder, setFolder] = useState("");
  const [isSent, setSent] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    try {
      await client.index({ locations: [folder.trim()] });
      setFolder("");
      changed("jobs");
    } catch (error) {
      notifyFailure(error);
    }
    setSent(false);
  };
  return (
    <form className={styles.folder} onSubmit={onSubmit}>
      <label htmlFor="folder">or type a folder</label>
      <input
        id="folder"
        value={folder}
        placeholder="/home/me/Pictures"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setFolder(event.target.value)}
      />
      <Button type="submit" disabled={folder.trim() === "" || isSent}>
        Index
      </Button>
    </form>
  );
}
