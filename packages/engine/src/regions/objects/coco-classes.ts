/**
 * The 80 things that detectors trained on COCO know, in the order of their outputs, under the six words
 * that people filter by.
 *
 * The twelve groups of COCO (Lin et al., 2014) are folded as the original system folded them: what is
 * worn, eaten, sat on or plugged in is an `object`.
 */

/** What kind of thing a region shows, as coarse as a person asks. */
export type Superclass = "person" | "vehicle" | "outdoors" | "animal" | "sports" | "object";

/** In output order: COCO numbers its classes group by group. */
const groups: readonly (readonly [Superclass, string])[] = [
  ["person", "person"],
  ["vehicle", "bicycle, car, motorcycle, airplane, bus, train, truck, boat"],
  ["outdoors", "traffic light, fire hydrant, stop sign, parking meter, bench"],
  ["animal", "bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe"],
  ["object", "backpack, umbrella, handbag, tie, suitcase"],
  [
    "sports",
    "frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard, surfboard, tennis racket",
  ],
  ["object", "bottle, wine glass, cup, fork, knife, spoon, bowl"],
  ["object", "banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake"],
  ["object", "chair, couch, potted plant, bed, dining table, toilet"],
  ["object", "tv, laptop, mouse, remote, keyboard, cell phone"],
  ["object", "microwave, oven, toaster, sink, refrigerator"],
  ["object", "book, clock, vase, scissors, teddy bear, hair drier, toothbrush"],
];

const classes = groups.flatMap(([superclass, labels]) =>
  labels.split(", ").map((label) => [label, superclass] as const),
);

/** Label by output number. */
export const cocoLabels: readonly string[] = classes.map(([label]) => label);

/** Numbers that COCO gave away and never used, so that 80 labels are spread over 91. */
const unused: ReadonlySet<number> = new Set([0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);

/** Label by COCO's own number, as DETR counts; null where there is none. */
export const coco91Labels: readonly (string | null)[] = numbered();

function numbered(): (string | null)[] {
  let next = 0;
  return Array.from({ length: 91 }, (_, number) =>
    unused.has(number) ? null : (cocoLabels[next++] ?? null),
  );
}

/** Every superclass once, in the order they are shown. */
export const superclasses: readonly Superclass[] = [...new Set(groups.map(([superclass]) => superclass))];

const superclassByLabel = new Map<string, Superclass>(classes);

/** The superclass of a label. What COCO does not know, such as a word a person typed, is an `object`. */
export function superclassOf(label: string): Superclass {
  return superclassByLabel.get(label) ?? "object";
}
