/** Learning rates over a run, as functions of the step (0 … steps − 1). */

export type Schedule = (step: number) => number;

interface WarmUp {
  /** Steps in which the rate climbs evenly to its first value. Default 0. */
  readonly warmUpSteps?: number;
}

export const constantRate =
  (rate: number, { warmUpSteps = 0 }: WarmUp = {}): Schedule =>
  (step) =>
    rate * climb(step, warmUpSteps);

/** Half a cosine from `rate` down to `last` (default 0). After Loshchilov & Hutter (2017). */
export const cosineRate =
  (rate: number, steps: number, { warmUpSteps = 0, last = 0 }: WarmUp & { last?: number } = {}): Schedule =>
  (step) => {
    if (step < warmUpSteps) return rate * climb(step, warmUpSteps);
    const done = Math.min(1, (step - warmUpSteps) / Math.max(1, steps - warmUpSteps));
    return last + ((rate - last) * (1 + Math.cos(Math.PI * done))) / 2;
  };

/** Multiplied by `factor` at each of the steps in `at`. */
export const stepRate =
  (
    rate: number,
    { at, factor = 0.1, warmUpSteps = 0 }: WarmUp & { at: readonly number[]; factor?: number },
  ): Schedule =>
  (step) =>
    rate * climb(step, warmUpSteps) * factor ** at.filter((each) => step >= each).length;

const climb = (step: number, warmUpSteps: number): number =>
  step < warmUpSteps ? (step + 1) / warmUpSteps : 1;
