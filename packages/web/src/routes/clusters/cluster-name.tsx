/** The name of a cluster, changed in place; each change can be taken back. */
import type { Cluster } from "@imantics/api";
import { type FormEvent, useState } from "react";
import { client } from "../../client.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { actionOf, keyMap } from "../../keyboard/key-map.ts";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { wayBack } from "../../notices/undo.ts";
import { changed } from "../../queries.ts";
import { clusterColour } from "../../theme/cluster-colour.ts";
import styles from "./cluster-name.module.css";

export function ClusterName({ cluster }: { readonly cluster: Cluster }) {
  const [draft, setDraft] = useState<string | null>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const name = draft?.trim() ?? "";
    setDraft(null);
    if (name !== "" && name !== cluster.name) void rename(cluster.id, name);
  };
  const others = [cluster.suggestedName, ...cluster.alternatives].filter((name) => name !== cluster.name);

  return (
    <div className={styles.naming}>
      {draft === null ? (
        <div className={styles.row}>
          <i style={{ background: clusterColour(cluster.id) }} />
          <h1>{cluster.name}</h1>
          <IconButton icon="edit" label="Rename" onClick={() => setDraft(cluster.name)} />
        </div>
      ) : (
        <form className={styles.row} onSubmit={save}>
          <input
            aria-label="Name of the cluster"
            // biome-ignore lint/a11y/noAutofocus: the field takes the place of the button that was just pressed.
            autoFocus
            maxLength={200}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => actionOf(keyMap.nameField, event) === "cancel" && setDraft(null)}
          />
          <Button kind="primary" type="submit">
            Save
          </Button>
          <Button onClick={() => setDraft(null)}>Cancel</Button>
        </form>
      )}
      {others.length > 0 && (
        <p className={styles.others}>
          <span>Or call it</span>
          {others.map((name) => (
            <Button
              key={name}
              onClick={() => void rename(cluster.id, name === cluster.suggestedName ? null : name)}
            >
              {name}
            </Button>
          ))}
        </p>
      )}
    </div>
  );
}

/** Null gives the suggested name back. */
async function rename(cluster: string, name: string | null): Promise<void> {
  try {
    const renamed = await client.rename(cluster, name);
    changed("clusterings", "images", "vocabulary");
    notify(name === null ? "The suggested name is back." : `Named "${name}".`, wayBack(renamed));
  } catch (error) {
    notifyFailure(error);
  }
}
