/** Every criterion for choosing an option, as plain JSON, in the order in which people are offered them. */
import { countCriteria } from "./count-criteria.ts";
import type { CriterionDescription } from "./curve.ts";
import { kDistanceDescription } from "./k-distance.ts";
import { lifetimeDescription } from "./threshold-sweep.ts";

export const criterionDescriptions: readonly CriterionDescription[] = [
  ...countCriteria.map(({ id, title, option, meaning, warning, complexity, source }) => ({
    id,
    title,
    option,
    meaning,
    warning,
    complexity,
    source,
  })),
  kDistanceDescription,
  lifetimeDescription,
];
