/**
 * Every address of the API, built in one place. `:name` marks a path parameter.
 * Answers: 2xx only when something was done or read; errors are `Problem`.
 */
export const routes = {
  health: "/api/health",
  library: "/api/library",
  images: "/api/images",
  imageLayout: "/api/images/layout",
  image: "/api/images/:id",
  thumbnail: "/api/images/:id/thumbnail",
  original: "/api/images/:id/original",
  search: "/api/search",
  searchPictures: "/api/search/pictures",
  vocabulary: "/api/search/vocabulary",
  imageRegions: "/api/images/:id/regions",
  explain: "/api/images/:id/explain",
  region: "/api/regions/:region",
  regionCrop: "/api/regions/:region/crop",
  suggestions: "/api/regions/:region/suggestions",
  imageFaces: "/api/images/:id/faces",
  people: "/api/people",
  faceQuestions: "/api/people/questions",
  person: "/api/people/:id",
  personName: "/api/people/:id/name",
  mergePeople: "/api/people/:id/merge",
  splitPerson: "/api/people/:id/split",
  refuseFaces: "/api/people/:id/refuse",
  confirmFaces: "/api/people/:id/confirm",
  parts: "/api/parts",
  detector: "/api/parts/:detector",
  partJobs: "/api/jobs/parts",
  methods: "/api/methods",
  projections: "/api/projections",
  metrics: "/api/metrics",
  clusterings: "/api/clusterings",
  clustering: "/api/clusterings/:id",
  promote: "/api/clusterings/:id/promote",
  cluster: "/api/clusterings/:id/clusters/:cluster",
  clusterName: "/api/clusters/:cluster/name",
  jobs: "/api/jobs",
  job: "/api/jobs/:id",
  cancelJob: "/api/jobs/:id/cancel",
  resumeJob: "/api/jobs/:id/resume",
  indexJobs: "/api/jobs/index",
  failures: "/api/failures",
  retryFailures: "/api/failures/retry",
  ignoreFailures: "/api/failures/ignore",
  events: "/api/events",
  imports: "/api/imports/:name",
  models: "/api/models",
  pullModel: "/api/models/:id/pull",
  useModel: "/api/models/:id/use",
  spaces: "/api/spaces",
  space: "/api/spaces/:space",
  emptySpaces: "/api/spaces/empty",
  compareSpaces: "/api/spaces/compare",
  journal: "/api/journal",
  undo: "/api/journal/undo",
  redo: "/api/journal/redo",
  session: "/api/session",
  keys: "/api/keys",
  key: "/api/keys/:id",
  openapi: "/api/openapi.json",
  docs: "/api/docs",
} as const;

/** Fills `:name` parameters and appends defined query values. `address(routes.image, { id })`. */
export function address(
  route: string,
  parameters: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const path = route.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}
