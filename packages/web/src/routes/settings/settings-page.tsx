/** Theme, models, what looks for parts of photos, and the facts of the library. */
import { documents } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Facts } from "../../components/facts.tsx";
import fields from "../../components/field.module.css";
import { Page, Trouble } from "../../components/page.tsx";
import { libraryQuery } from "../../queries.ts";
import { setTheme, type Theme, themes, useTheme } from "../../theme/theme.ts";
import { bytes, count } from "../../words/quantities.ts";
import { ModelList } from "./model-list.tsx";
import { PartDetectors } from "./part-detectors.tsx";
import styles from "./settings-page.module.css";

const themeWords: Readonly<Record<Theme, string>> = {
  system: "Same as the system",
  dark: "Dark",
  light: "Light",
};

export function SettingsPage() {
  const { data: library, error } = useQuery(libraryQuery);
  const theme = useTheme();
  return (
    <Page title="Settings" isNarrow>
      <section className={styles.section}>
        <h2>Look</h2>
        <label className={fields.field}>
          <span>Theme</span>
          <select
            value={theme}
            onChange={(event) => setTheme(themes.find((known) => known === event.target.value) ?? "system")}
          >
            {themes.map((known) => (
              <option key={known} value={known}>
                {themeWords[known]}
              </option>
            ))}
          </select>
        </label>
      </section>
      <section className={styles.section} aria-labelledby="parts">
        <h2 id="parts">Parts</h2>
        <p className={styles.quiet}>
          Besides the whole photo, a search can look at the parts of it: things, text, and what you draw
          yourself. New photos are looked through after each index run.
        </p>
        <PartDetectors />
      </section>
      <section className={styles.section}>
        <h2>Library</h2>
        {error && <Trouble error={error} />}
        {library && (
          <Facts
            facts={[
              ["Place", <code key="place">{library.location}</code>],
              [
                "Photos",
                `${count(library.counts.images)}, ${count(library.counts.available)} can be read now`,
              ],
              ["Files", count(library.counts.paths)],
              ["Size", bytes(library.counts.sizeBytes)],
              [
                "Sources",
                <ul key="sources">
                  {library.sources.map((source) => (
                    <li key={source.id}>
                      <code>{source.location}</code>
                    </li>
                  ))}
                </ul>,
              ],
              ["Mode", library.isReadOnly ? "Read only" : "Read and write"],
              ["Version", library.version],
              [
                "For programs",
                <a key="docs" href={documents.pages}>
                  The HTTP API of this server
                </a>,
              ],
            ]}
          />
        )}
      </section>
      <section className={styles.section}>
        <h2>Models</h2>
        <p className={styles.quiet}>
          A model turns a photo into numbers that can be compared. Changing it loses nothing: the next index
          run looks at the photos again, names and clusters stay.
        </p>
        <ModelList />
      </section>
    </Page>
  );
}
