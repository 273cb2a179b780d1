/**
 * The server as the page sees it: the typed client of the contract, under the page's own short verbs.
 * Answers are parsed by the contract's schemas; errors are `RequestFailed` with the server's code and
 * its sentence on what to do.
 */
import {
  address,
  type Box,
  type ClusterRequest,
  createClient,
  endpoints,
  type ImageScope,
  type IndexRequest,
  parseWithoutEval,
  type SearchRequest,
} from "@imantics/api";

export { RequestFailed } from "@imantics/api";

/** What to show for anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Signal = AbortSignal | undefined;
interface Slice {
  readonly offset: number;
  readonly limit: number;
}

// Before the first answer: the page's security policy forbids `eval`, and even trying it is reported.
parseWithoutEval();
const server = createClient();

export const client = {
  library: (signal?: Signal) => server.library.summary({ signal }),
  layout: (scope: ImageScope, signal?: Signal) => server.images.layout({ query: scope, signal }),
  images: (scope: ImageScope, slice: Slice, signal?: Signal) =>
    server.images.page({ query: { ...scope, ...slice }, signal }),
  image: (id: string, signal?: Signal) => server.images.detail({ params: { id }, signal }),
  search: (query: SearchRequest, signal?: Signal) => server.search.search({ body: query, signal }),
  /** Which places of a picture speak for a query; an empty one: where the encoder looks. */
  explain: (id: string, query: string, signal?: Signal) =>
    server.explain.explain({ params: { id }, body: { query }, signal }),
  uploadPicture: (picture: Blob) => server.search.addPicture({ body: picture }),

  vocabulary: (signal?: Signal) => server.search.vocabulary({ signal }),

  /** The parts of a picture, without the whole. */
  regions: (id: string, signal?: Signal) => server.parts.ofImage({ params: { id }, signal }),
  drawRegion: (id: string, box: Box) => server.parts.draw({ params: { id }, body: { box } }),
  eraseRegion: (region: string) => server.parts.erase({ params: { region } }),
  parts: (signal?: Signal) => server.parts.list({ signal }),
  switchDetector: (detector: string, isOn: boolean) =>
    server.parts.turn({ params: { detector }, body: { isOn } }),
  findParts: () => server.parts.find({ body: {} }),
  /** Removes all that it found. */
  forgetDetector: (detector: string) => server.parts.forget({ params: { detector } }),

  people: (signal?: Signal) => server.people.list({ signal }),
  person: (id: string, signal?: Signal) => server.people.detail({ params: { id }, signal }),
  facesOfImage: (id: string, signal?: Signal) => server.people.ofImage({ params: { id }, signal }),
  faceQuestions: (signal?: Signal) => server.people.questions({ signal }),
  whoIs: (region: string, signal?: Signal) => server.people.suggestions({ params: { region }, signal }),
  namePerson: (id: string, name: string | null) => server.people.rename({ params: { id }, body: { name } }),
  mergePeople: (id: string, others: readonly string[]) =>
    server.people.merge({ params: { id }, body: { others: [...others] } }),
  splitPerson: (id: string, faces: readonly string[]) =>
    server.people.split({ params: { id }, body: { faces: [...faces] } }),
  refuseFaces: (id: string, faces: readonly string[]) =>
    server.people.refuse({ params: { id }, body: { faces: [...faces] } }),
  confirmFaces: (id: string, faces: readonly string[]) =>
    server.people.confirm({ params: { id }, body: { faces: [...faces] } }),

  methods: (signal?: Signal) => server.clusterings.methods({ signal }),
  clusterings: (signal?: Signal) => server.clusterings.list({ signal }),
  clustering: (id: string, signal?: Signal) => server.clusterings.detail({ params: { id }, signal }),
  cluster: (id: string, cluster: string, signal?: Signal) =>
    server.clusterings.cluster({ params: { id, cluster }, signal }),
  startClustering: (wish: ClusterRequest) => server.clusterings.create({ body: wish }),
  promote: (id: string) => server.clusterings.promote({ params: { id } }),
  removeClustering: (id: string) => server.clusterings.remove({ params: { id } }),
  rename: (cluster: string, name: string | null) =>
    server.clusterings.renameCluster({ params: { cluster }, body: { name } }),
  /** That act and no other; without one whichever is next. */
  undo: (sequence?: number) => server.journal.undo({ body: { sequence } }),
  redo: (sequence?: number) => server.journal.redo({ body: { sequence } }),

  jobs: (signal?: Signal) => server.jobs.list({ signal }),
  index: (wish: IndexRequest) => server.jobs.index({ body: wish }),
  cancelJob: (id: string) => server.jobs.cancel({ params: { id } }),
  resumeJob: (id: string) => server.jobs.resume({ params: { id } }),
  failures: (slice: Slice, signal?: Signal) => server.failures.page({ query: slice, signal }),
  /** No paths: all of them. */
  retryFailures: (paths?: readonly string[]) =>
    server.failures.retry({ body: paths ? { paths: [...paths] } : {} }),
  ignoreFailures: (paths: readonly string[]) => server.failures.ignore({ body: { paths: [...paths] } }),
  importFile: (name: string, file: Blob) => server.imports.upload({ params: { name }, body: file }),

  /** Signs this browser in: the key moves into a cookie, so that pictures and events carry it too. */
  signIn: (key: string) => server.session.signIn({ body: { key } }),

  models: (signal?: Signal) => server.models.list({ signal }),
  pullModel: (id: string) => server.models.pull({ params: { id } }),
  activateModel: (id: string) => server.models.use({ params: { id } }),
};

export function thumbnailUrl(id: string, size: "small" | "large"): string {
  return address(endpoints.images.thumbnail, { id }, { size });
}

/** A region with a little around it. */
export function cropUrl(region: string, size: "small" | "large" = "small"): string {
  return address(endpoints.parts.crop, { region }, { size });
}

export function originalUrl(id: string): string {
  return address(endpoints.images.original, { id });
}
