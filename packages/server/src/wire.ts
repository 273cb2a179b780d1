/**
 * The engine's values in the words of the contract. Written out field by field, so that nothing
 * travels that the contract does not name: key digests and inverses of acts stay here.
 */
import type * as api from "@imantics/api";
import type * as engine from "@imantics/engine";

export function librarySummary(summary: engine.LibrarySummary): api.LibrarySummary {
  const { location, version, counts, sources, encoder, isReadOnly } = summary;
  return {
    location,
    version,
    counts: { ...counts },
    sources: sources.map(({ id, location, givenAs }) => ({ id, location, givenAs })),
    encoder: { ...encoder },
    isReadOnly,
  };
}

export function imageTile(tile: engine.ImageTile): api.ImageTile {
  const { id, width, height, takenAt, placeholder, isAnimated } = tile;
  return { id, width, height, takenAt, placeholder, isAnimated };
}

export function imageDetail(
  image: engine.ImageEntry,
  clusters: readonly (engine.ClusterRecord & { readonly strength: number })[],
): api.ImageDetail {
  return {
    ...imageTile(image),
    format: image.format,
    sizeBytes: image.sizeBytes,
    camera: image.camera,
    latitude: image.latitude,
    longitude: image.longitude,
    perceptualHash: image.perceptualHash,
    addedAt: image.addedAt,
    paths: [...image.paths],
    isAvailable: image.isAvailable,
    clusters: clusters.map((cluster) => ({
      clustering: cluster.clustering,
      id: cluster.id,
      name: shownName(cluster),
      strength: cluster.strength,
    })),
  };
}

export function searchResponse(result: engine.SearchResult): api.SearchResponse {
  return {
    hits: result.hits.map(({ image, path, region, score, percentile, parts, reasons }) => ({
      image: imageTile(image),
      path,
      region: hitRegion(region),
      score,
      percentile,
      parts: [...parts],
      reasons: reasons.map((reason) => ({
        region: hitRegion(reason.region),
        percentile: reason.percentile,
        words: [...reason.words],
      })),
    })),
    hasGoodMatch: result.hasGoodMatch,
    searched: result.searched,
    milliseconds: { ...result.milliseconds },
  };
}

function hitRegion({ id, type, box, label, text }: engine.HitRegion): api.HitRegion {
  return { id, type, box: { ...box }, label, text };
}

export function explanation(it: engine.Explanation): api.Explanation {
  const { method, grid, heads, area, strongest, milliseconds } = it;
  return {
    method,
    rows: grid.rows,
    columns: grid.columns,
    grid: thousandths(grid.data),
    heads: heads.map(({ data }) => thousandths(data)),
    area: { ...area },
    strongest,
    milliseconds,
  };
}

/** More digits than a colour shows would only be sent. */
function thousandths(values: Float32Array): number[] {
  return Array.from(values, (value) => Math.round(1000 * value) / 1000);
}

export function region(record: engine.RegionRecord): api.Region {
  const { id, imageId, type, label, confidence, box, text, detector } = record;
  return { id, imageId, type, label, confidence, box: { ...box }, text, detector };
}

export function person(record: engine.PersonRecord): api.Person {
  const { id, name, faces, images, cover } = record;
  return { id, name, faces, images, cover };
}

export function face(record: engine.FaceOfPerson): api.Face {
  const { region, image, box, confidence, isConfirmed } = record;
  return { region, image, box: { ...box }, confidence, isConfirmed };
}

export function faceSuggestion(record: engine.FaceSuggestion): api.FaceSuggestion {
  return { person: person(record.person), confidence: record.confidence };
}

export function faceQuestion(record: engine.FaceQuestion): api.FaceQuestion {
  return {
    region: record.region,
    image: record.image,
    box: { ...record.box },
    person: record.person && person(record.person),
    suggestions: record.suggestions.map(faceSuggestion),
  };
}

export function method(
  description: ReturnType<engine.Library["clusterings"]["methods"]>[number],
): api.Method {
  const { findsCount, marksNoise } = description;
  return { ...described(description), findsCount, marksNoise };
}

export function projection(description: engine.ProjectionDescription): api.Projection {
  return { ...described(description), placesNewPoints: description.placesNewPoints };
}

export function metric({ range, ...description }: engine.MetricDescription): api.Metric {
  return { ...description, range: [...range] };
}

type Described = Pick<
  engine.ProjectionDescription,
  "id" | "title" | "summary" | "complexity" | "source" | "options"
>;

function described({ id, title, summary, complexity, source, options }: Described) {
  return {
    id,
    title,
    summary,
    complexity,
    source,
    options: options.map((option) => ({
      name: option.name,
      type: option.type,
      default: option.default,
      min: "min" in option ? (option.min ?? null) : null,
      max: "max" in option ? (option.max ?? null) : null,
      choices: "choices" in option ? [...option.choices] : null,
      meaning: option.meaning,
    })),
  };
}

/** `clusters`: those of this clustering, largest first. */
export function clustering(
  record: engine.ClusteringRecord,
  clusters: readonly engine.ClusterRecord[],
  methodTitle: string,
): api.Clustering {
  return {
    id: record.id,
    method: record.method,
    methodTitle,
    options: { ...record.options },
    space: record.space,
    seed: record.seed,
    images: record.regionCount,
    clusters: record.clusterCount,
    noise: record.noiseCount,
    reasons: [...record.reasons],
    quality: { ...record.quality },
    createdAt: record.createdAt,
    isPromoted: record.isPromoted,
    covers: clusters.slice(0, 4).flatMap(({ covers }) => covers.slice(0, 1)),
  };
}

export function cluster(record: engine.ClusterRecord): api.Cluster {
  const { id, clustering, suggestedName, alternatives, givenName, size, covers } = record;
  return {
    id,
    clustering,
    name: shownName(record),
    suggestedName,
    alternatives: [...alternatives],
    givenName,
    size,
    covers: [...covers],
  };
}

export function job(record: engine.JobRecord): api.Job {
  return {
    id: record.id,
    kind: record.kind,
    state: record.state,
    request: { ...record.request },
    stages: record.stages.map((stage) => ({ ...stage })),
    counts: { ...record.counts },
    error: record.error && { ...record.error },
    createdAt: record.createdAt,
    endedAt: record.endedAt,
  };
}

export function journalEntry(entry: engine.JournalEntry): api.JournalEntry {
  const { sequence, detail, at, isUndone } = entry;
  const act = entry.act === "other" ? entry.name : entry.act;
  return { sequence, act, detail: { ...detail }, at, isUndone };
}

export function apiKey(record: engine.ApiKeyRecord) {
  const { id, label, scope, createdAt } = record;
  return { id, label, scope, createdAt };
}

function shownName(cluster: engine.ClusterRecord): string {
  return cluster.givenName ?? cluster.suggestedName;
}

/** The number of the act, which undo takes. */
export function acted({ sequence }: { readonly sequence: number }): api.Acted {
  return { sequence };
}
