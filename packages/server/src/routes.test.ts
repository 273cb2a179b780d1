/** The routes over a real library with four drawn pictures and one broken file. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  address,
  ClusterDetail,
  Clustering,
  ClusteringDetail,
  endpoints,
  FailurePage,
  ImageDetail,
  ImageLayout,
  ImagePage,
  Job,
  LibrarySummary,
  Method,
  Metric,
  Model,
  Problem,
  Projection,
  SearchResponse,
  UploadedPicture,
} from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { finished, striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
const red = striped(255, 0, 0, 8);
const unknownId = "0".repeat(64);

beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app();
  await temporary.index({
    "red.bmp": red,
    "green.bmp": striped(0, 255, 0, 16),
    "blue.bmp": striped(0, 0, 255, 32),
    "white.bmp": striped(255, 255, 255, 4),
    "broken.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]),
  });
});
afterAll(() => temporary.close());

async function get<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.output<Schema>> {
  const response = await app.request(path);
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return schema.parse(body);
}

function send(method: string, path: string, body?: object) {
  return app.request(path, {
    method,
    ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
}

/** Status and code of a refusal. */
async function refusal(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, Problem.parse(await answer.json()).code];
}

async function idOf(name: string): Promise<string> {
  const page = await get(ImagePage, address(endpoints.images.page, {}, { order: "path" }));
  for (const { id } of page.images) {
    const { paths } = await get(ImageDetail, address(endpoints.images.detail, { id }));
    if (paths.some((path) => path.endsWith(name))) return id;
  }
  throw new Error(`${name} was not indexed`);
}

test("the library tells its counts and its encoder", async () => {
  const { counts, encoder, sources } = await get(LibrarySummary, endpoints.library.summary.path);
  expect(counts).toMatchObject({ images: 4, failures: 1 });
  expect(encoder.acceptsText).toBe(true);
  expect(sources.map(({ location }) => location)).toEqual([join(temporary.folder, "photos")]);
});

test("pages of a listing add up to the listing, and the layout has the same order", async () => {
  const all = await get(ImagePage, address(endpoints.images.page, {}, { order: "path" }));
  expect(all).toMatchObject({ total: 4 });
  const first = await get(ImagePage, address(endpoints.images.page, {}, { order: "path", limit: 3 }));
  const rest = await get(ImagePage, address(endpoints.images.page, {}, { order: "path", offset: 3 }));
  expect([...first.images, ...rest.images]).toEqual(all.images);
  const { ratios, days } = await get(ImageLayout, address(endpoints.images.layout, {}, { order: "path" }));
  expect(ratios).toEqual(all.images.map(({ width, height }) => Math.round((100 * width) / height)));
  expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(4);
});

test("the layout travels compressed", async () => {
  const response = await app.request(endpoints.images.layout.path, {
    headers: { "Accept-Encoding": "gzip" },
  });
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
});

test("a listing refuses what it does not understand", async () => {
  expect(await refusal(app.request(`${endpoints.images.page.path}?limit=9999`))).toEqual([
    400,
    "bad-request",
  ]);
  expect(await refusal(app.request(`${endpoints.images.page.path}?order=random`))).toEqual([
    400,
    "bad-request",
  ]);
  expect(await refusal(app.request(`${endpoints.images.page.path}?cluster=x`))).toEqual([400, "bad-request"]);
  expect(await refusal(app.request(address(endpoints.images.detail, { id: unknownId })))).toEqual([
    404,
    "image-not-found",
  ]);
  expect(await refusal(app.request(address(endpoints.images.detail, { id: "../../etc/passwd" })))).toEqual([
    400,
    "bad-request",
  ]);
});

test("thumbnails are WebP, kept for ever, and not sent twice", async () => {
  const url = address(endpoints.images.thumbnail, { id: await idOf("red.bmp") }, { size: "large" });
  const response = await app.request(url);
  expect(response.headers.get("Content-Type")).toBe("image/webp");
  expect(Buffer.from(await response.arrayBuffer()).toString("latin1", 8, 12)).toBe("WEBP");
  expect(response.headers.get("Cache-Control")).toContain("immutable");
  const tag = response.headers.get("ETag") ?? "";
  const again = await app.request(url, { headers: { "If-None-Match": `"other", W/${tag}` } });
  expect([again.status, await again.text(), again.headers.get("ETag")]).toEqual([304, "", tag]);
});

test("a missing thumbnail is a Problem, also for someone who claims to have it", async () => {
  const url = address(endpoints.images.thumbnail, { id: unknownId });
  expect(await refusal(app.request(url))).toEqual([404, "thumbnail-missing"]);
  const claimed = app.request(url, { headers: { "If-None-Match": `"${unknownId}-small"` } });
  expect(await refusal(claimed)).toEqual([404, "thumbnail-missing"]);
});

test("originals come byte for byte, named and harmless", async () => {
  const response = await app.request(address(endpoints.images.original, { id: await idOf("red.bmp") }));
  expect(Buffer.from(await response.arrayBuffer())).toEqual(
    await readFile(join(temporary.folder, "photos", "red.bmp")),
  );
  expect(response.headers.get("Content-Type")).toBe("image/bmp");
  expect(response.headers.get("Content-Disposition")).toMatch(/^inline; filename="red.bmp"/);
  expect(response.headers.get("Content-Security-Policy")).toBe("default-src 'none'; sandbox");
});

test("a picture from outside finds its equal first", async () => {
  const upload = await app.request(endpoints.search.addPicture.path, {
    method: "POST",
    body: new Uint8Array(red),
  });
  expect(upload.status).toBe(201);
  const { picture } = UploadedPicture.parse(await upload.json());
  const response = await send("POST", endpoints.search.search.path, {
    parts: [{ kind: "picture", picture }],
    limit: 3,
  });
  const { hits, searched } = SearchResponse.parse(await response.json());
  expect(searched).toBe(4);
  expect(hits).toHaveLength(3);
  expect(hits[0]?.image.id).toBe(await idOf("red.bmp"));
});

test("words and images of the library can be mixed", async () => {
  const id = await idOf("blue.bmp");
  const parts = [
    { kind: "text", text: "blue stripes" },
    { kind: "image", id, weight: 2 },
  ];
  const response = await send("POST", endpoints.search.search.path, { parts });
  expect(SearchResponse.parse(await response.json()).hits[0]?.parts).toHaveLength(2);
});

test("the registries of projections and figures of merit are listed", async () => {
  const projections = await get(z.array(Projection), endpoints.clusterings.projections.path);
  expect(projections.map(({ id }) => id)).toContain("umap");
  const metrics = await get(z.array(Metric), endpoints.clusterings.metrics.path);
  expect(metrics.find(({ id }) => id === "adjustedRandIndex")?.isChanceCorrected).toBe(true);
});

test("a search says what is wrong with it", async () => {
  expect(await refusal(send("POST", endpoints.search.search.path, { parts: [] }))).toEqual([
    400,
    "query-empty",
  ]);
  const lost = { parts: [{ kind: "picture", picture: unknownId }] };
  expect(await refusal(send("POST", endpoints.search.search.path, lost))).toEqual([404, "picture-not-found"]);
  const stranger = { parts: [{ kind: "image", id: unknownId }] };
  expect(await refusal(send("POST", endpoints.search.search.path, stranger))).toEqual([
    404,
    "image-not-found",
  ]);
  expect(
    await refusal(
      app.request(endpoints.search.search.path, {
        method: "POST",
        body: "{",
        headers: { "Content-Type": "application/json" },
      }),
    ),
  ).toEqual([400, "bad-request"]);
  const huge = { parts: [{ kind: "text", text: "x".repeat(2 ** 20) }] };
  expect(await refusal(send("POST", endpoints.search.search.path, huge))).toEqual([413, "too-large"]);
});

test("a clustering is made, opened, promoted, its cluster named and unnamed, and removed", async () => {
  const wish = { method: "kmeans", options: { clusterCount: 2 } };
  const started = await send("POST", endpoints.clusterings.list.path, wish);
  expect(started.status).toBe(202);
  const job = await finished(temporary.library, Job.parse(await started.json()).id);
  expect(job).toMatchObject({ state: "done" });

  const clustering = (await get(Clustering.array(), endpoints.clusterings.list.path))[0]!;
  expect(clustering).toMatchObject({ method: "kmeans", images: 4, clusters: 2 });
  const { clusters } = await get(
    ClusteringDetail,
    address(endpoints.clusterings.detail, { id: clustering.id }),
  );
  expect(clusters.reduce((sum, { size }) => sum + size, 0) + clustering.noise).toBe(4);
  expect(clustering.covers).toEqual(clusters.map(({ covers }) => covers[0]));

  const cluster = clusters[0]!;
  const clusterUrl = address(endpoints.clusterings.cluster, { id: clustering.id, cluster: cluster.id });
  const detail = await get(ClusterDetail, clusterUrl);
  expect(detail.near.map((near) => near.cluster.id)).toEqual([clusters[1]!.id]);
  const members = await get(
    ImagePage,
    address(endpoints.images.page, {}, { clustering: clustering.id, cluster: cluster.id }),
  );
  expect(members.total).toBe(cluster.size);

  const nameUrl = address(endpoints.clusterings.renameCluster, { cluster: cluster.id });
  expect((await send("PUT", nameUrl, { name: " Stripes " })).status).toBe(200);
  expect((await get(ClusterDetail, clusterUrl)).cluster).toMatchObject({
    name: "Stripes",
    givenName: "Stripes",
  });
  expect((await send("POST", endpoints.journal.undo.path)).status).toBe(200);
  expect((await get(ClusterDetail, clusterUrl)).cluster).toMatchObject({
    name: cluster.suggestedName,
    givenName: null,
  });
  expect((await send("POST", endpoints.journal.redo.path)).status).toBe(200);
  expect((await get(ClusterDetail, clusterUrl)).cluster.name).toBe("Stripes");
  expect(await refusal(send("POST", endpoints.journal.redo.path))).toEqual([409, "nothing-to-redo"]);

  const promoteUrl = address(endpoints.clusterings.promote, { id: clustering.id });
  if (!clustering.isPromoted) expect((await send("POST", promoteUrl)).status).toBe(200);
  expect(await refusal(send("POST", promoteUrl))).toEqual([409, "already-promoted"]);

  const url = address(endpoints.clusterings.detail, { id: clustering.id });
  expect((await send("DELETE", url)).status).toBe(200);
  expect(await refusal(send("DELETE", url))).toEqual([404, "clustering-not-found"]);
});

test("nothing that did not happen is called done", async () => {
  expect(
    await refusal(
      send("PUT", address(endpoints.clusterings.renameCluster, { cluster: "none" }), { name: "x" }),
    ),
  ).toEqual([404, "cluster-not-found"]);
  expect(await refusal(send("POST", address(endpoints.clusterings.promote, { id: "none" })))).toEqual([
    404,
    "clustering-not-found",
  ]);
  expect(await refusal(send("POST", endpoints.clusterings.list.path, { method: "none" }))).toEqual([
    404,
    "method-not-found",
  ]);
  expect(await refusal(send("POST", address(endpoints.models.pull, { id: "none" })))).toEqual([
    404,
    "model-not-found",
  ]);
  expect(await refusal(send("POST", address(endpoints.models.use, { id: "none" })))).toEqual([
    404,
    "model-not-found",
  ]);
  expect(await refusal(send("DELETE", address(endpoints.keys.remove, { id: "none" })))).toEqual([
    404,
    "key-not-found",
  ]);
  expect(await refusal(send("POST", address(endpoints.jobs.cancel, { id: "none" })))).toEqual([
    404,
    "job-not-found",
  ]);
  const [ended] = await get(Job.array(), endpoints.jobs.list.path);
  expect(await refusal(send("POST", address(endpoints.jobs.cancel, { id: ended!.id })))).toEqual([
    409,
    "job-not-running",
  ]);
  expect(await refusal(send("POST", endpoints.jobs.index.path, { locations: ["/no/such/folder"] }))).toEqual([
    404,
    "location-not-found",
  ]);
  expect(await refusal(send("POST", endpoints.failures.ignore.path, { paths: ["/none.jpg"] }))).toEqual([
    404,
    "failure-not-found",
  ]);
});

test("the ledger names the broken file; ignored once, there is nothing more to ignore", async () => {
  const { total, failures } = await get(FailurePage, endpoints.failures.page.path);
  expect(total).toBe(1);
  expect(failures[0]).toMatchObject({
    path: join(temporary.folder, "photos", "broken.jpg"),
    isIgnored: false,
  });
  expect((await send("POST", endpoints.failures.ignore.path, {})).status).toBe(204);
  expect(await refusal(send("POST", endpoints.failures.ignore.path, {}))).toEqual([409, "nothing-to-ignore"]);
});

test("indexing by path answers with a job that runs", async () => {
  const response = await send("POST", endpoints.jobs.index.path, {
    locations: [join(temporary.folder, "photos")],
    thenCluster: false,
  });
  expect(response.status).toBe(202);
  const job = Job.parse(await response.json());
  expect(await finished(temporary.library, job.id)).toMatchObject({ state: "done" });
  expect(await get(Job, address(endpoints.jobs.detail, { id: job.id }))).toMatchObject({
    state: "done",
    kind: "index",
  });
});

test("methods and models describe themselves, and exactly one model serves", async () => {
  expect((await get(Method.array(), endpoints.clusterings.methods.path)).map(({ id }) => id)).toContain(
    "kmeans",
  );
  const models = await get(Model.array(), endpoints.models.list.path);
  const serving = models.filter(({ isActive }) => isActive);
  expect(serving).toMatchObject([{ state: "ready" }]);
  const url = address(endpoints.models.pull, { id: serving[0]!.id });
  expect(await refusal(send("POST", url))).toEqual([409, "model-ready"]);
  for (const route of [endpoints.models.pull, endpoints.models.use]) {
    expect(await refusal(send("POST", address(route, { id: "vgg16" })))).toEqual([400, "not-downloadable"]);
  }
});
