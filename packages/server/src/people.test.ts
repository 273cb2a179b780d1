/** The routes of people, over a real library whose faces are made up. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  address,
  endpoints,
  FaceOfImage,
  FaceQuestion,
  FaceSuggestion,
  NamedPerson,
  Parts,
  Person,
  PersonDetail,
  Problem,
  SearchResponse,
} from "@imantics/api";
import { type Library, openLibrary } from "@imantics/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { drawnPicture } from "../../../fixtures/drawn-pictures.ts";
import { faceId, findFacesIn, type MadeUpFace } from "../../../fixtures/made-up-faces.ts";
import { createApp } from "./app.ts";
import { finished } from "./library.fixture.ts";
import { defaultLimits } from "./settings.ts";

let folder = "";
let library: Library;
let app: ReturnType<typeof createApp>;
/** Image ids in order of path. */
let images: string[] = [];
/** Anna in pictures 0 to 3, Ben in 3 to 5: in picture 3 they are together. */
let faces: MadeUpFace[] = [];
/** Somewhat like Anna, and nobody's. */
let lookAlike: MadeUpFace;
const nowhere = `${"0".repeat(64)}:face:1-1-1-1`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imantics-people-routes-"));
  const place = join(folder, "library");
  const photos = join(folder, "photos");
  await mkdir(photos);
  for (const seed of [0, 1, 2, 3, 4, 5]) {
    await writeFile(join(photos, `${seed}.png`), drawnPicture("disc", seed));
  }
  library = await openLibrary(place, { workerCount: 1 });
  const { id } = await library.jobs.start({ kind: "index", locations: [photos] });
  await finished(library, id);
  const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 10 });
  images = tiles.map((tile) => tile.id);
  await library.parts.switch("faces", true);
  await library.close();

  const inPicture = (at: number, person: number) => ({ image: images[at] ?? "", person });
  faces = [...[0, 1, 2, 3].map((at) => inPicture(at, 0)), ...[3, 4, 5].map((at) => inPicture(at, 4))];
  lookAlike = { ...inPicture(5, 0), towardsNext: 0.7 };
  await findFacesIn(place, [...faces, lookAlike]);
  library = await openLibrary(place, { workerCount: 1 });
  app = createApp(library, {
    access: "loopback",
    webFolder: null,
    importsFolder: join(folder, "imports"),
    temporaryFolder: join(folder, "temporary"),
    limits: defaultLimits.loopback,
  });
});
afterAll(async () => {
  await library.close();
  await rm(folder, { recursive: true, force: true });
});

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

async function refusal(response: Response | Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, Problem.parse(await answer.json()).code];
}

const everybody = () => get(Person.array(), endpoints.people.list.path);
const undo = () => send("POST", endpoints.journal.undo.path);
const detailOf = (id: string) => get(PersonDetail, address(endpoints.people.detail, { id }));

test("people are listed, and each has faces from surest to least", async () => {
  const [anna, ben] = await everybody();
  expect([anna, ben]).toMatchObject([
    { name: null, faces: 4, images: 4 },
    { name: null, faces: 3, images: 3 },
  ]);
  const { person, faces: found, doubtFrom } = await detailOf(anna!.id);
  expect(person).toEqual(anna);
  expect(found.map(({ region }) => region).sort()).toEqual(faces.slice(0, 4).map(faceId).sort());
  const sure = found.map(({ confidence }) => confidence);
  expect(sure).toEqual(sure.toSorted((a, b) => b - a));
  expect(doubtFrom).toBe(4);
  expect(await refusal(app.request(address(endpoints.people.detail, { id: "none" })))).toEqual([
    404,
    "person-not-found",
  ]);
});

test("an image tells whose faces it has", async () => {
  const found = await get(FaceOfImage.array(), address(endpoints.people.ofImage, { id: images[3] ?? "" }));
  const [anna, ben] = await everybody();
  expect(found.map(({ person }) => person?.id).sort()).toEqual([anna!.id, ben!.id].sort());
  expect(await refusal(app.request(address(endpoints.people.ofImage, { id: "0".repeat(64) })))).toEqual([
    404,
    "image-not-found",
  ]);
});

test("a name is given once, found by search, and taken back by undo", async () => {
  const [anna] = await everybody();
  const url = address(endpoints.people.rename, { id: anna!.id });
  expect((await send("PUT", url, { name: " Anna " })).status).toBe(200);
  expect(await refusal(send("PUT", url, { name: "Anna" }))).toEqual([409, "already-so"]);
  expect(await refusal(send("PUT", url, { name: " " }))).toEqual([400, "bad-request"]);
  const answer = await send("POST", endpoints.search.search.path, { query: "person:Anna" });
  const { hits } = SearchResponse.parse(await answer.json());
  expect(hits.map(({ image }) => image.id).sort()).toEqual(images.slice(0, 4).sort());
  expect((await undo()).status).toBe(200);
  expect((await detailOf(anna!.id)).person.name).toBeNull();
  expect(await refusal(send("PUT", url, { name: null }))).toEqual([409, "already-so"]);
});

test("people are merged and the merge taken back", async () => {
  const [anna, ben] = await everybody();
  const url = address(endpoints.people.merge, { id: anna!.id });
  expect((await send("POST", url, { others: [ben!.id] })).status).toBe(200);
  expect(await everybody()).toMatchObject([{ id: anna!.id, faces: 7, images: 6 }]);
  expect(await refusal(send("POST", url, { others: [anna!.id] }))).toEqual([400, "bad-merge"]);
  expect(await refusal(send("POST", url, { others: [ben!.id] }))).toEqual([404, "person-not-found"]);
  expect((await undo()).status).toBe(200);
  expect(await everybody()).toHaveLength(2);
});

test("whoever gets a name that is there already joins its bearer, as one act", async () => {
  const [anna, ben] = await everybody();
  const rename = async (id: string, name: string) =>
    NamedPerson.parse(await (await send("PUT", address(endpoints.people.rename, { id }), { name })).json());
  await rename(ben!.id, "Ben");
  const joined = await rename(anna!.id, "BEN");
  expect(joined.person).toBe(ben!.id);
  expect(await everybody()).toMatchObject([{ id: ben!.id, name: "Ben", faces: 7 }]);
  expect((await undo()).status).toBe(200);
  expect((await everybody()).map(({ id }) => id)).toEqual(expect.arrayContaining([anna!.id, ben!.id]));
  expect((await undo()).status).toBe(200);
});

test("an act is taken back by its number only while nothing stands in its way", async () => {
  const [anna] = await everybody();
  const rename = async (name: string) => {
    const response = await send("PUT", address(endpoints.people.rename, { id: anna!.id }), { name });
    return NamedPerson.parse(await response.json()).sequence;
  };
  const first = await rename("Carla");
  const second = await rename("Dora");
  const back = (sequence: number | null) => send("POST", endpoints.journal.undo.path, { sequence });
  const again = (sequence: number | null) => send("POST", endpoints.journal.redo.path, { sequence });
  expect(await refusal(back(first))).toEqual([409, "cannot-undo"]);
  expect((await detailOf(anna!.id)).person.name).toBe("Dora");
  expect((await back(second)).status).toBe(200);
  expect(await refusal(back(second))).toEqual([409, "cannot-undo"]);
  expect((await back(first)).status).toBe(200);
  expect(await refusal(again(second))).toEqual([409, "cannot-redo"]);
  expect((await again(first)).status).toBe(200);
  expect((await detailOf(anna!.id)).person.name).toBe("Carla");
  expect((await back(first)).status).toBe(200);
});

test("faces are split off, refused and confirmed, and nothing that did not happen is called done", async () => {
  const [anna, ben] = await everybody();
  const [one = "", two = ""] = faces.map(faceId);
  const act = (route: { readonly path: string }, id: string, ids: readonly string[]) =>
    send("POST", address(route, { id }), { faces: ids });

  const apart = await act(endpoints.people.split, anna!.id, [one]);
  expect(apart.status).toBe(201);
  const { id } = z.object({ id: z.string() }).parse(await apart.json());
  expect((await detailOf(id)).faces).toMatchObject([{ region: one, isConfirmed: true }]);
  expect(await refusal(act(endpoints.people.split, anna!.id, [one]))).toEqual([400, "bad-split"]);

  expect((await act(endpoints.people.refuse, anna!.id, [two])).status).toBe(200);
  expect(await refusal(act(endpoints.people.refuse, anna!.id, [two]))).toEqual([409, "already-so"]);
  expect((await detailOf(anna!.id)).faces).toHaveLength(2);

  expect((await act(endpoints.people.confirm, ben!.id, [one, two])).status).toBe(200);
  expect(await refusal(act(endpoints.people.confirm, ben!.id, [two]))).toEqual([409, "already-so"]);
  expect((await detailOf(ben!.id)).faces).toHaveLength(5);
  expect(await refusal(act(endpoints.people.confirm, ben!.id, [nowhere]))).toEqual([404, "face-not-found"]);
  expect(await refusal(act(endpoints.people.confirm, ben!.id, []))).toEqual([400, "bad-request"]);

  for (const _ of ["confirm", "refuse", "split"]) expect((await undo()).status).toBe(200);
  expect((await everybody()).map(({ faces: count }) => count)).toEqual([4, 3]);
});

test("who a face may be is suggested, and asked once somebody has a name", async () => {
  const [anna, ben] = await everybody();
  const [one = ""] = faces.map(faceId);
  const suggestions = await get(
    FaceSuggestion.array(),
    address(endpoints.people.suggestions, { region: one }),
  );
  expect(suggestions.map(({ person }) => person.id)).toEqual([anna!.id, ben!.id]);
  expect(await refusal(app.request(address(endpoints.people.suggestions, { region: nowhere })))).toEqual([
    404,
    "face-not-found",
  ]);
  const questions = () => get(FaceQuestion.array(), endpoints.people.questions.path);
  expect(await questions()).toEqual([]);
  await send("PUT", address(endpoints.people.rename, { id: anna!.id }), { name: "Anna" });
  expect(await questions()).toMatchObject([
    { region: faceId(lookAlike), person: null, suggestions: [{ person: { id: anna!.id, name: "Anna" } }] },
  ]);
  await send("POST", address(endpoints.people.refuse, { id: anna!.id }), { faces: [faceId(lookAlike)] });
  expect(await questions()).toEqual([]);
  for (const _ of ["refuse", "rename"]) expect((await undo()).status).toBe(200);
});

test("a face is cut out of its picture, kept for ever and not sent twice", async () => {
  const url = address(endpoints.parts.crop, { region: faceId(faces[0]!) }, { size: "small" });
  const response = await app.request(url);
  expect(response.headers.get("Content-Type")).toBe("image/webp");
  expect(Buffer.from(await response.arrayBuffer()).toString("latin1", 8, 12)).toBe("WEBP");
  expect(response.headers.get("Cache-Control")).toContain("immutable");
  const tag = response.headers.get("ETag") ?? "";
  const again = await app.request(url, { headers: { "If-None-Match": tag } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect(await refusal(app.request(address(endpoints.parts.crop, { region: nowhere })))).toEqual([
    404,
    "region-not-found",
  ]);
  expect(await refusal(app.request(address(endpoints.parts.crop, { region: "../x" })))).toEqual([
    400,
    "bad-request",
  ]);
});

test("forgetting faces leaves nobody, and can be done once", async () => {
  const url = address(endpoints.parts.turn, { detector: "faces" });
  expect((await send("DELETE", url)).status).toBe(200);
  expect(await everybody()).toEqual([]);
  const { detectors } = await get(Parts, endpoints.parts.list.path);
  expect(detectors.find(({ id }) => id === "faces")).toMatchObject({ isOn: false, seen: 0 });
  expect(await refusal(send("DELETE", url))).toEqual([409, "already-so"]);
  expect(await refusal(send("DELETE", address(endpoints.parts.turn, { detector: "smells" })))).toEqual([
    404,
    "detector-not-found",
  ]);
});
