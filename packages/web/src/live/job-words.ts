/** Jobs and stages in plain words, the same in the ring, on the home page, in the list and in the terminal. */
import type { Job, StageProgress } from "@imantics/api";
import { count } from "../words/quantities.ts";

const stages: Readonly<Record<StageProgress["stage"], string>> = {
  scan: "Looking for files",
  see: "Reading photos",
  group: "Grouping",
  name: "Naming groups",
  parts: "Looking for parts",
  download: "Downloading",
  check: "Checking",
};

const kinds: Readonly<Record<string, string | undefined>> = {
  index: "Index photos",
  cluster: "Cluster photos",
  parts: "Look for parts",
  "pull-model": "Download a model",
  doctor: "Check the library",
};

const states: Readonly<Record<Job["state"], string>> = {
  waiting: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  interrupted: "Interrupted",
};

export const stageWords = (stage: StageProgress["stage"]): string => stages[stage];
export const stateWords = (state: Job["state"]): string => states[state];

/** "Index photos: /home/ada/Pictures". */
export function jobWords(job: Job): string {
  const { locations, detectors, method, model } = job.request;
  const several = locations ?? detectors;
  const subject = Array.isArray(several) ? several.join(", ") : (method ?? model);
  const kind = kinds[job.kind] ?? job.kind;
  return subject ? `${kind}: ${String(subject)}` : kind;
}

/** What a job did: "946 images, 1 cluster, 2 not images". Zero is left out. */
export function countsWords(counts: Job["counts"]): string {
  return Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => {
      const words = name
        .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
        .replaceAll("-", " ")
        .toLowerCase();
      return `${count(value)} ${value === 1 ? words.replace(/s$/, "") : words}`;
    })
    .join(", ");
}
