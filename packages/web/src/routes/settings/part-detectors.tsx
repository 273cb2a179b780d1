/** What looks for parts of photos: each with its switch and how far it has come, and a button to begin. */
import type { Detector } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import fields from "../../components/field.module.css";
import { Trouble, Waiting } from "../../components/page.tsx";
import { isActive } from "../../live/job-progress.ts";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { changed, jobsQuery, libraryQuery, partsQuery, queryClient } from "../../queries.ts";
import { count, counted } from "../../words/quantities.ts";
import styles from "./settings-page.module.css";

export function PartDetectors() {
  const { data: parts, error } = useQuery(partsQuery);
  const { data: library } = useQuery(libraryQuery);
  const { data: jobs = [] } = useQuery(jobsQuery);
  if (error) return <Trouble error={error} />;
  if (!parts) return <Waiting label="Reading what looks for parts" />;
  const isRunning = jobs.some((job) => job.kind === "parts" && isActive(job));
  const isAnyOn = parts.detectors.some(({ isOn }) => isOn);
  return (
    <>
      <ul className={styles.models}>
        {parts.detectors.map((detector) => (
          <DetectorRow key={detector.id} detector={detector} images={library?.counts.images} />
        ))}
      </ul>
      <p>
        <Button icon="search" disabled={isRunning || !isAnyOn} onClick={() => void findParts()}>
          {isRunning ? "Looking for parts" : "Look for parts now"}
        </Button>
      </p>
    </>
  );
}

interface DetectorRowProps {
  readonly detector: Detector;
  /** How many there are to look at; undefined while unknown. */
  readonly images: number | undefined;
}

function DetectorRow({ detector, images }: DetectorRowProps) {
  const { id, title, summary, finds, isOn, seen } = detector;
  const all = images === undefined ? "" : ` of ${count(images)}`;
  return (
    <li className={styles.model} data-active={isOn}>
      <div>
        <h3 id={`detector-${id}`}>{title}</h3>
        <p>{summary}</p>
        {finds === "face" && (
          <p>What it finds stays on this machine, and nobody is looked for until you switch it on.</p>
        )}
        <p>
          {seen === 0 ? "Has not looked at any photos yet" : `Has looked at ${counted(seen, "photo")}${all}`}
        </p>
      </div>
      <aside>
        <label className={fields.check}>
          <input
            type="checkbox"
            role="switch"
            aria-checked={isOn}
            aria-labelledby={`detector-${id}`}
            checked={isOn}
            onChange={({ target }) => void turn(detector, target.checked)}
          />
          {isOn ? "On" : "Off"}
        </label>
      </aside>
    </li>
  );
}

/** Shown at once; taken back when the server refuses. */
async function turn({ id }: Detector, isOn: boolean): Promise<void> {
  queryClient.setQueryData(
    partsQuery.queryKey,
    (parts) =>
      parts && {
        ...parts,
        detectors: parts.detectors.map((known) => (known.id === id ? { ...known, isOn } : known)),
      },
  );
  try {
    await client.switchDetector(id, isOn);
  } catch (error) {
    notifyFailure(error);
  }
  changed("parts");
}

async function findParts(): Promise<void> {
  try {
    await client.findParts();
    notify("Looking for parts. The ring at the top right shows how far it is.");
  } catch (error) {
    notifyFailure(error);
  }
  changed("jobs");
}
