/**
 * How sure figures of agreement are, by half samples of the labelled things (`intervals.ts` says why
 * not the bootstrap).
 */
import { agreementMetrics } from "./agreement-metrics.ts";
import { contingency, type Labels } from "./contingency.ts";
import { type Interval, type IntervalOptions, interval } from "./intervals.ts";

type AgreementId = (typeof agreementMetrics)[number]["id"];

/**
 * @param ids figures wanted; each costs `rounds` times itself, and Hungarian accuracy is the dear one
 * @throws RangeError when the labellings differ in length or label fewer than 2 things.
 */
export function agreementIntervals<I extends AgreementId>(
  truth: Labels,
  predicted: Labels,
  ids: readonly I[],
  options: Omit<IntervalOptions, "scheme"> = {},
): ReadonlyMap<I, Interval> {
  contingency(truth, predicted);
  const wanted = agreementMetrics.flatMap((metric) => {
    const id = ids.find((candidate) => candidate === metric.id);
    return id === undefined ? [] : [{ id, measure: metric.measure }];
  });
  return new Map(
    wanted.map(({ id, measure }) => [
      id,
      interval(
        truth.length,
        (indices) => measure(contingency(picked(truth, indices), picked(predicted, indices))),
        {
          ...options,
          scheme: "half-samples",
        },
      ),
    ]),
  );
}

const picked = (labels: Labels, indices: Int32Array) => Array.from(indices, (i) => labels[i]);
