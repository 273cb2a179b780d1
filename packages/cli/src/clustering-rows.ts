/** A clustering as rows over files: what scripts and spreadsheets want to join on. */
import { type ClusteringRecord, type ClusterRecord, ImanticsError, type Library } from "@imantics/engine";

export interface AssignmentRow {
  /** Absolute. */
  readonly path: string;
  readonly image: string;
  /** Null: left out as noise. */
  readonly cluster: string | null;
  readonly strength: number;
}

/** How many images are looked up at once. */
const batch = 256;

/** One row a path, in order of path. An image with two paths has two rows. */
export async function assignmentRows(library: Library, clustering: string): Promise<AssignmentRow[]> {
  const assignments = await library.clusterings.assignments(clustering);
  const rows: AssignmentRow[] = [];
  for (let at = 0; at < assignments.length; at += batch) {
    const some = assignments.slice(at, at + batch);
    const images = await library.images.many(some.map(({ region }) => imageOf(region)));
    const pathsOf = new Map(images.map(({ id, paths }) => [id, paths]));
    for (const { region, cluster, strength } of some) {
      const image = imageOf(region);
      for (const path of pathsOf.get(image) ?? []) rows.push({ path, image, cluster, strength });
    }
  }
  return rows.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The name a person gave, else the suggested one. */
export function nameOf(cluster: Pick<ClusterRecord, "givenName" | "suggestedName">): string {
  return cluster.givenName ?? cluster.suggestedName;
}

/** The promoted clustering, else the newest. @throws ImanticsError `clustering-not-found` when there is none. */
export async function chosenClustering(library: Library): Promise<ClusteringRecord> {
  const clusterings = await library.clusterings.list();
  const chosen = clusterings.find((one) => one.isPromoted) ?? clusterings[0];
  if (chosen) return chosen;
  throw new ImanticsError(
    "clustering-not-found",
    'Nothing has been clustered yet. Run "imantics cluster" first.',
  );
}

/** A region id begins with the id of its image. */
function imageOf(region: string): string {
  return region.slice(0, region.indexOf(":"));
}
