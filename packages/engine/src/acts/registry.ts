/** Every act that there is. The type of the journal follows from this list. */
import { confirmFaces } from "./confirm-faces.ts";
import { createKey } from "./create-key.ts";
import { drawRegion } from "./draw-region.ts";
import { eraseRegion } from "./erase-region.ts";
import { forgetDetector } from "./forget-detector.ts";
import { ignoreFailures } from "./ignore-failures.ts";
import { mergePeople } from "./merge-people.ts";
import { promoteClustering } from "./promote-clustering.ts";
import { refuseFaces } from "./refuse-faces.ts";
import { removeClustering } from "./remove-clustering.ts";
import { removeKey } from "./remove-key.ts";
import { removeSpace } from "./remove-space.ts";
import { renameCluster } from "./rename-cluster.ts";
import { renamePerson } from "./rename-person.ts";
import { restoreSpace } from "./restore-space.ts";
import { splitPerson } from "./split-person.ts";
import { switchDetector } from "./switch-detector.ts";
import { useForThings } from "./use-for-things.ts";
import { useModel } from "./use-model.ts";

export const acts = {
  renameCluster,
  promoteClustering,
  removeClustering,
  drawRegion,
  eraseRegion,
  renamePerson,
  mergePeople,
  splitPerson,
  refuseFaces,
  confirmFaces,
  removeSpace,
  restoreSpace,
  switchDetector,
  forgetDetector,
  useModel,
  useForThings,
  ignoreFailures,
  createKey,
  removeKey,
};

/** A request as it was read, of any act. */
export type AnyReadAct = NonNullable<ReturnType<(typeof acts)[keyof typeof acts]["read"]>>;

/** Null for an act or a request that this version does not know. */
export function readAct(name: string, detail: unknown): AnyReadAct | null {
  const act = Object.values(acts).find((candidate) => candidate.name === name);
  return act?.read(detail) ?? null;
}
