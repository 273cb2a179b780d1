/** Search from everywhere, what runs now, and help. */
import { JobRing } from "./job-ring.tsx";
import { SearchBox } from "./search-box.tsx";
import styles from "./top-bar.module.css";

export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  return (
    <header className={styles.bar}>
      <SearchBox />
      <JobRing />
      <button type="button" className={styles.help} onClick={onHelp} aria-label="Keys" title="Keys (?)">
        ?
      </button>
    </header>
  );
}
