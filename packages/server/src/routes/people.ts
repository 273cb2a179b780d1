/** People: whose face is whose, named, put together, taken apart and corrected. Undone by the journal. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  FaceOfImage,
  FaceQuestion,
  FaceSelection,
  FaceSuggestion,
  ImageId,
  MergeRequest,
  Person,
  PersonDetail,
  RegionId,
  RenameRequest,
  routes,
} from "@imantics/api";
import type { Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import * as wire from "../wire.ts";

const tags = ["People"];
const params = z.object({ id: z.string() });
const done = { 204: { description: "Done; undo takes it back" }, ...failure };

const list = createRoute({
  method: "get",
  path: openApiPath(routes.people),
  tags,
  summary: "Everybody whose face was found, named ones first, then most faces first",
  responses: { 200: jsonAnswer(z.array(Person), "People"), ...failure },
});

const questions = createRoute({
  method: "get",
  path: openApiPath(routes.faceQuestions),
  tags,
  summary: "Unnamed faces that may be somebody with a name, the surest first",
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: jsonAnswer(z.array(FaceQuestion), "Questions"), ...failure },
});

const detail = createRoute({
  method: "get",
  path: openApiPath(routes.person),
  tags,
  summary: "Somebody with their faces, the surest first",
  request: { params },
  responses: { 200: jsonAnswer(PersonDetail, "The person"), ...failure },
});

const ofImage = createRoute({
  method: "get",
  path: openApiPath(routes.imageFaces),
  tags,
  summary: "The faces of an image, and whose they are",
  request: { params: z.object({ id: ImageId }) },
  responses: { 200: jsonAnswer(z.array(FaceOfImage), "Faces"), ...failure },
});

const suggestions = createRoute({
  method: "get",
  path: openApiPath(routes.suggestions),
  tags,
  summary: "Who a face may be, likeliest first",
  request: { params: z.object({ region: RegionId }) },
  responses: { 200: jsonAnswer(z.array(FaceSuggestion), "People"), ...failure },
});

const rename = createRoute({
  method: "put",
  path: openApiPath(routes.personName),
  tags,
  summary: "Names a person; null takes the name away",
  request: { params, body: jsonBody(RenameRequest) },
  responses: done,
});

const merge = createRoute({
  method: "post",
  path: openApiPath(routes.mergePeople),
  tags,
  summary: "Other people are this person too",
  request: { params, body: jsonBody(MergeRequest) },
  responses: done,
});

const split = createRoute({
  method: "post",
  path: openApiPath(routes.splitPerson),
  tags,
  summary: "Some of the faces are a person of their own",
  request: { params, body: jsonBody(FaceSelection) },
  responses: { 201: jsonAnswer(z.object({ id: z.string() }), "The new person"), ...failure },
});

const refuse = createRoute({
  method: "post",
  path: openApiPath(routes.refuseFaces),
  tags,
  summary: "These faces are not this person",
  request: { params, body: jsonBody(FaceSelection) },
  responses: done,
});

const confirm = createRoute({
  method: "post",
  path: openApiPath(routes.confirmFaces),
  tags,
  summary: "These faces are this person, whosever they were",
  request: { params, body: jsonBody(FaceSelection) },
  responses: done,
});

export function peopleRoutes(app: App, { people, images }: Library): void {
  app.openapi(list, async (c) => c.json((await people.list()).map(wire.person), 200));

  // Before `detail`, whose pattern would take "questions" for an id.
  app.openapi(questions, async (c) => {
    const found = await people.questions(c.req.valid("query").limit);
    return c.json(found.map(wire.faceQuestion), 200);
  });

  app.openapi(detail, async (c) => {
    const { person, faces, doubtFrom } = await people.get(c.req.valid("param").id);
    return c.json({ person: wire.person(person), faces: faces.map(wire.face), doubtFrom }, 200);
  });

  app.openapi(ofImage, async (c) => {
    const { id } = await images.get(c.req.valid("param").id);
    const faces = await people.ofImage(id);
    return c.json(
      faces.map((face) => ({ ...wire.face(face), person: face.person && wire.person(face.person) })),
      200,
    );
  });

  app.openapi(suggestions, async (c) => {
    const found = await people.suggest(c.req.valid("param").region);
    return c.json(found.map(wire.faceSuggestion), 200);
  });

  app.openapi(rename, async (c) => {
    await people.rename(c.req.valid("param").id, c.req.valid("json").name);
    return c.body(null, 204);
  });

  app.openapi(merge, async (c) => {
    await people.merge(c.req.valid("param").id, c.req.valid("json").others);
    return c.body(null, 204);
  });

  app.openapi(split, async (c) => {
    const { person: id } = await people.split(c.req.valid("param").id, c.req.valid("json").faces);
    return c.json({ id }, 201);
  });

  app.openapi(refuse, async (c) => {
    await people.refuse(c.req.valid("param").id, c.req.valid("json").faces);
    return c.body(null, 204);
  });

  app.openapi(confirm, async (c) => {
    await people.confirm(c.req.valid("param").id, c.req.valid("json").faces);
    return c.body(null, 204);
  });
}
