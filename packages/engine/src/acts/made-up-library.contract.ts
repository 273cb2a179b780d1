/** A library with something for every act to act on, and every act on it, for the tests of acts. */
import type { FacePlace } from "../domain/person.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import type { FactPorts, Facts } from "../store/ports/facts.ts";
import { cluster, clustering, failure, fill, imageId, part, space } from "../store/samples.contract.ts";
import { type Performed, perform } from "./journal.ts";
import { acts } from "./registry.ts";

const faces = [1, 2, 3, 4, 5].map((number) => part(number, "face", 0.25, { detector: "faces" }));
const [first, second, third, fourth, fifth] = faces.map(({ id }) => id);
const drawn = part(2, "drawn", 0.5, { detector: null, confidence: null });
export const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

/** Two people, Ada with the faces of images 1 to 3 and one without a name with that of 4; 5 is nobody's. */
export async function fillForActs(facts: Facts): Promise<void> {
  const source = await fill(facts, 6);
  const place = (region: string, person: string | null, confidence: number): FacePlace => {
    return { region, person, confidence, isConfirmed: false };
  };
  await facts.regions.recordInspections(
    "faces",
    "v1",
    faces.map((face) => ({ image: face.imageId, regions: [face], milliseconds: 1 })),
  );
  await facts.regions.recordInspections("text", "v1", [
    {
      image: imageId(1),
      regions: [part(1, "text", 0.5, { detector: "text", text: "Exit" })],
      milliseconds: 1,
    },
  ]);
  await facts.people.place([
    ...[place(first!, "ada", 0.9), place(second!, "ada", 0.8), place(third!, "ada", 0.7)],
    ...[place(fourth!, "unnamed", 0.9), place(fifth!, null, 0)],
  ]);
  await facts.people.setName("ada", "Ada");
  await facts.people.setRefusal({ region: fourth!, person: "ada" }, true);
  await facts.regions.add(drawn);
  const regions = [0, 1, 2].map((number) => wholeRegionId(imageId(number)));
  const assignments = regions.map((region) => ({ region, cluster: "sea", strength: 0.5 }));
  await facts.clusterings.add(clustering("c1", { isPromoted: true }), [cluster("sea", 3)], assignments);
  await facts.clusterings.add(clustering("c2"), [cluster("sea", 3)], assignments);
  await facts.spaces.add(space("kept"));
  await facts.spaces.add(space("trash"));
  await facts.spaces.setRemoved("trash", true);
  await facts.failures.record(source, [failure("/p/broken.jpg"), failure("/p/torn.jpg")]);
  const key = { id: "old", label: "old", digest: "ab", scope: "read", createdAt: "2026-01-02" } as const;
  await facts.keys.add(key);
}

const newKey = { id: "new", label: "new", digest: "cd", scope: "write", createdAt: "2026-01-03" } as const;

/** Every act, each fit for the library as `fillForActs` leaves it. */
export const everyAct: Readonly<Record<keyof typeof acts, (facts: Facts) => Promise<Performed<unknown>>>> = {
  renameCluster: (facts) => perform(facts, acts.renameCluster, { cluster: "sea", name: "Sea" }),
  promoteClustering: (facts) => perform(facts, acts.promoteClustering, { clustering: "c2" }),
  removeClustering: (facts) =>
    perform(facts, acts.removeClustering, { clustering: "c1", title: "kmeans, 1 cluster" }),
  drawRegion: (facts) => perform(facts, acts.drawRegion, { image: imageId(0), box }),
  eraseRegion: (facts) => perform(facts, acts.eraseRegion, { region: drawn.id }),
  renamePerson: (facts) => perform(facts, acts.renamePerson, { person: "ada", name: "Ada L." }),
  mergePeople: (facts) => perform(facts, acts.mergePeople, { into: "ada", others: ["unnamed"] }),
  splitPerson: (facts) =>
    perform(facts, acts.splitPerson, { person: "ada", faces: [second!, third!], into: "new" }),
  refuseFaces: (facts) => perform(facts, acts.refuseFaces, { person: "ada", faces: [first!, fifth!] }),
  confirmFaces: (facts) => perform(facts, acts.confirmFaces, { person: "ada", faces: [fourth!, fifth!] }),
  removeSpace: (facts) => perform(facts, acts.removeSpace, { space: "kept" }),
  restoreSpace: (facts) => perform(facts, acts.restoreSpace, { space: "trash" }),
  switchDetector: (facts) => perform(facts, acts.switchDetector, { detector: "text", isOn: false }),
  forgetDetector: (facts) => perform(facts, acts.forgetDetector, { detector: "text" }),
  useModel: (facts) =>
    perform(facts, acts.useModel, { choice: { id: "other", variant: "q8" }, space: "trash" }),
  useForThings: (facts) => perform(facts, acts.useForThings, { choice: { model: "owl", words: ["cup"] } }),
  ignoreFailures: (facts) => perform(facts, acts.ignoreFailures, { paths: ["/p/broken.jpg", "/p/other"] }),
  createKey: (facts) =>
    perform(facts, acts.createKey, { key: "new", label: "new", scope: "write" }, (inside) =>
      inside.keys.add(newKey),
    ),
  removeKey: (facts) =>
    perform(facts, acts.removeKey, { key: "old", label: "old" }, (inside) => inside.keys.remove("old")),
};

export type ActKey = keyof typeof acts;
export const actKeys = Object.keys(acts).filter((key): key is ActKey => key in acts);

/** Acts that are remembered and not taken back. */
export const forGood: readonly ActKey[] = ["createKey", "removeKey"];

/** Everything that an act may change, save that a detector that was forgotten has to look again. */
export async function everything(facts: FactPorts): Promise<unknown> {
  const images = [0, 1, 2, 3, 4, 5].map(imageId);
  return {
    clusterings: await facts.clusterings.list(),
    removedClusterings: await facts.clusterings.removed(),
    assignments: [await facts.clusterings.assignments("c1"), await facts.clusterings.assignments("c2")],
    clusters: [await facts.clusterings.clusters("c1"), await facts.clusterings.clusters("c2")],
    regions: await facts.regions.ofImages(images),
    found: await facts.regions.withText("Exit"),
    removedRegions: await facts.regions.removedOf("text"),
    people: await facts.people.list(),
    places: await facts.people.places(),
    refusals: await facts.people.refusals(),
    spaces: [await facts.spaces.list(), await facts.spaces.removed()],
    // Without a choice and with none left are the same.
    detectors: (await facts.settings.get("detectors")) ?? "{}",
    settings: [await facts.settings.get("model"), await facts.settings.get("things")],
    failures: await facts.failures.page({ offset: 0, limit: 9 }),
    keys: await facts.keys.list(),
  };
}
