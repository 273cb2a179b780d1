/** All keys on one card. */
import { Dialog } from "../components/dialog.tsx";
import { keyMap } from "../keyboard/key-map.ts";
import styles from "./help.module.css";

export function Help({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className={styles.groups}>
        {Object.values(keyMap).map(({ title, bindings }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {bindings.map(({ action, shown, meaning }) =>
                shown === null ? null : (
                  <div key={action} className={styles.row}>
                    <dt>
                      <kbd>{shown}</kbd>
                    </dt>
                    <dd>{meaning}</dd>
                  </div>
                ),
              )}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
