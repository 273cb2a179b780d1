/**
 * The server as the page sees it: one typed wrapper over fetch and one verb per route.
 *
 * Answers are typed by the contract and not parsed again: page and server are built from the same
 * commit, and zod would double the first page's size. Errors are `RequestFailed` with the server's
 * code and its sentence on what to do.
 */
import {
  address,
  type Box,
  type ClusterDetail,
  type Clustering,
  type ClusteringDetail,
  type ClusterRequest,
  type Explanation,
  type FaceOfImage,
  type FaceQuestion,
  type FaceSuggestion,
  type FailurePage,
  type ImageDetail,
  type ImageLayout,
  type ImagePage,
  type ImageScope,
  type Imported,
  type IndexRequest,
  type Job,
  type JournalEntry,
  type LibrarySummary,
  type Method,
  type Model,
  type Parts,
  type Person,
  type PersonDetail,
  type Region,
  routes,
  type SearchRequest,
  type SearchResponse,
  type SearchVocabulary,
  type UploadedPicture,
} from "@imantics/api";

export class RequestFailed extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = "RequestFailed";
    this.code = code;
    this.status = status;
  }
}

interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON, or as it is when it is a file. */
  readonly body?: object | Blob;
  readonly signal?: AbortSignal;
}

async function request<T>(url: string, { method = "GET", body, signal }: RequestOptions = {}): Promise<T> {
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = { accept: "application/json" };
  if (body) headers["content-type"] = isFile ? body.type || "application/octet-stream" : "application/json";
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? null : isFile ? body : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed(
      "unreachable",
      "The server does not answer. Start it again with imantics serve.",
      0,
    );
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(answer, response.status);
  return answer as T;
}

function problemOf(answer: unknown, status: number): RequestFailed {
  if (typeof answer === "object" && answer !== null && "code" in answer && "message" in answer) {
    return new RequestFailed(String(answer.code), String(answer.message), status);
  }
  return new RequestFailed("unexpected-answer", `The server answered ${status} without a reason.`, status);
}

/** What to show for anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Signal = AbortSignal | undefined;
const read = <T>(url: string, signal: Signal) => request<T>(url, signal ? { signal } : {});
const post = <T>(url: string, body: object = {}) => request<T>(url, { method: "POST", body });

export const client = {
  library: (signal?: Signal) => read<LibrarySummary>(routes.library, signal),
  layout: (scope: ImageScope, signal?: Signal) =>
    read<ImageLayout>(address(routes.imageLayout, {}, { ...scope }), signal),
  images: (scope: ImageScope, page: { offset: number; limit: number }, signal?: Signal) =>
    read<ImagePage>(address(routes.images, {}, { ...scope, ...page }), signal),
  image: (id: string, signal?: Signal) => read<ImageDetail>(address(routes.image, { id }), signal),
  search: (query: SearchRequest, signal?: Signal) =>
    request<SearchResponse>(routes.search, { method: "POST", body: query, ...(signal ? { signal } : {}) }),
  /** Which places of a picture speak for a query; an empty one: where the encoder looks. */
  explain: (image: string, query: string, signal?: Signal) =>
    request<Explanation>(address(routes.explain, { id: image }), {
      method: "POST",
      body: { query },
      ...(signal ? { signal } : {}),
    }),
  uploadPicture: (picture: Blob) =>
    request<UploadedPicture>(routes.searchPictures, { method: "POST", body: picture }),

  vocabulary: (signal?: Signal) => read<SearchVocabulary>(routes.vocabulary, signal),

  /** The parts of a picture, without the whole. */
  regions: (image: string, signal?: Signal) =>
    read<Region[]>(address(routes.imageRegions, { id: image }), signal),
  drawRegion: (image: string, box: Box) => post<Region>(address(routes.imageRegions, { id: image }), { box }),
  eraseRegion: (region: string) => request<void>(address(routes.region, { region }), { method: "DELETE" }),
  parts: (signal?: Signal) => read<Parts>(routes.parts, signal),
  switchDetector: (detector: string, isOn: boolean) =>
    request<void>(address(routes.detector, { detector }), { method: "PUT", body: { isOn } }),
  findParts: () => post<Job>(routes.partJobs),
  /** Removes all that it found. */
  forgetDetector: (detector: string) =>
    request<void>(address(routes.detector, { detector }), { method: "DELETE" }),

  people: (signal?: Signal) => read<Person[]>(routes.people, signal),
  person: (id: string, signal?: Signal) => read<PersonDetail>(address(routes.person, { id }), signal),
  facesOfImage: (image: string, signal?: Signal) =>
    read<FaceOfImage[]>(address(routes.imageFaces, { id: image }), signal),
  faceQuestions: (signal?: Signal) => read<FaceQuestion[]>(routes.faceQuestions, signal),
  whoIs: (region: string, signal?: Signal) =>
    read<FaceSuggestion[]>(address(routes.suggestions, { region }), signal),
  namePerson: (id: string, name: string | null) =>
    request<void>(address(routes.personName, { id }), { method: "PUT", body: { name } }),
  mergePeople: (id: string, others: readonly string[]) =>
    post<void>(address(routes.mergePeople, { id }), { others }),
  splitPerson: (id: string, faces: readonly string[]) =>
    post<{ id: string }>(address(routes.splitPerson, { id }), { faces }),
  refuseFaces: (id: string, faces: readonly string[]) =>
    post<void>(address(routes.refuseFaces, { id }), { faces }),
  confirmFaces: (id: string, faces: readonly string[]) =>
    post<void>(address(routes.confirmFaces, { id }), { faces }),

  methods: (signal?: Signal) => read<Method[]>(routes.methods, signal),
  clusterings: (signal?: Signal) => read<Clustering[]>(routes.clusterings, signal),
  clustering: (id: string, signal?: Signal) =>
    read<ClusteringDetail>(address(routes.clustering, { id }), signal),
  cluster: (id: string, cluster: string, signal?: Signal) =>
    read<ClusterDetail>(address(routes.cluster, { id, cluster }), signal),
  startClustering: (wish: ClusterRequest) => post<Job>(routes.clusterings, wish),
  promote: (id: string) => post<void>(address(routes.promote, { id })),
  removeClustering: (id: string) => request<void>(address(routes.clustering, { id }), { method: "DELETE" }),
  rename: (cluster: string, name: string | null) =>
    request<void>(address(routes.clusterName, { cluster }), { method: "PUT", body: { name } }),
  undo: () => post<JournalEntry>(routes.undo),
  redo: () => post<JournalEntry>(routes.redo),

  jobs: (signal?: Signal) => read<Job[]>(routes.jobs, signal),
  index: (wish: IndexRequest) => post<Job>(routes.indexJobs, wish),
  cancelJob: (id: string) => post<Job>(address(routes.cancelJob, { id })),
  resumeJob: (id: string) => post<Job>(address(routes.resumeJob, { id })),
  failures: (page: { offset: number; limit: number }, signal?: Signal) =>
    read<FailurePage>(address(routes.failures, {}, page), signal),
  /** No paths: all of them. */
  retryFailures: (paths?: readonly string[]) => post<Job>(routes.retryFailures, paths ? { paths } : {}),
  ignoreFailures: (paths: readonly string[]) => post<void>(routes.ignoreFailures, { paths }),
  importFile: (name: string, file: Blob) =>
    request<Imported>(address(routes.imports, { name }), { method: "PUT", body: file }),

  /** Signs this browser in: the key moves into a cookie, so that pictures and events carry it too. */
  signIn: (key: string) => post<{ scope: string }>(routes.session, { key }),

  models: (signal?: Signal) => read<Model[]>(routes.models, signal),
  pullModel: (id: string) => post<Job>(address(routes.pullModel, { id })),
  activateModel: (id: string) => post<void>(address(routes.useModel, { id })),
};

export function thumbnailUrl(id: string, size: "small" | "large"): string {
  return address(routes.thumbnail, { id }, { size });
}

/** A region with a little around it. */
export function cropUrl(region: string, size: "small" | "large" = "small"): string {
  return address(routes.regionCrop, { region }, { size });
}

export function originalUrl(id: string): string {
  return address(routes.original, { id });
}
