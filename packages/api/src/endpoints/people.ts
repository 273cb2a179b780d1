/** People: whose face is whose, named, put together, taken apart and corrected. Undone by the journal. */
import * as z from "zod";
import { RenameRequest } from "../clusterings.ts";
import { ImageId } from "../images.ts";
import { Acted } from "../library.ts";
import {
  FaceOfImage,
  FaceQuestion,
  FaceSelection,
  FaceSuggestion,
  MergeRequest,
  NamedPerson,
  NewPerson,
  Person,
  PersonDetail,
} from "../people.ts";
import { RegionId } from "../search.ts";
import { json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, get, post, put } from "./endpoint.ts";

const tag = "People";
const params = z.object({ id: z.string() });
const answer = json(Acted, "Done; undo takes it back");
const errors = ["already-so", "face-not-found", "person-not-found"] as const;

export const people = {
  list: endpoint({
    ...get("/api/people"),
    tag,
    summary: "Everybody whose face was found, named ones first, then most faces first",
    scope: "read",
    answer: json(z.array(Person), "People"),
    errors: [],
  }),
  questions: endpoint({
    ...get("/api/people/questions"),
    tag,
    summary: "Unnamed faces that may be somebody with a name, the surest first",
    scope: "read",
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    answer: json(z.array(FaceQuestion), "Questions"),
    errors: [],
  }),
  detail: endpoint({
    ...get("/api/people/:id"),
    tag,
    summary: "Somebody with their faces, the surest first",
    scope: "read",
    params,
    answer: json(PersonDetail, "The person"),
    errors: ["person-not-found"],
  }),
  ofImage: endpoint({
    ...get("/api/images/:id/faces"),
    tag,
    summary: "The faces of an image, and whose they are",
    scope: "read",
    params: z.object({ id: ImageId }),
    answer: json(z.array(FaceOfImage), "Faces"),
    errors: ["image-not-found"],
  }),
  suggestions: endpoint({
    ...get("/api/regions/:region/suggestions"),
    tag,
    summary: "Who a face may be, likeliest first",
    scope: "read",
    params: z.object({ region: RegionId }),
    answer: json(z.array(FaceSuggestion), "People"),
    errors: ["face-not-found"],
  }),
  rename: endpoint({
    ...put("/api/people/:id/name"),
    tag,
    summary: "Names a person, who joins whoever bears the name already; null takes the name away",
    scope: "write",
    params,
    body: jsonBody(RenameRequest),
    answer: json(NamedPerson, "Who it is now; undo takes it back"),
    errors,
  }),
  merge: endpoint({
    ...post("/api/people/:id/merge"),
    tag,
    summary: "Other people are this person too",
    scope: "write",
    params,
    body: jsonBody(MergeRequest),
    answer,
    errors,
  }),
  split: endpoint({
    ...post("/api/people/:id/split"),
    tag,
    summary: "Some of the faces are a person of their own",
    scope: "write",
    params,
    body: jsonBody(FaceSelection),
    answer: json(NewPerson, "The new person", 201),
    errors,
  }),
  refuse: endpoint({
    ...post("/api/people/:id/refuse"),
    tag,
    summary: "These faces are not this person",
    scope: "write",
    params,
    body: jsonBody(FaceSelection),
    answer,
    errors,
  }),
  confirm: endpoint({
    ...post("/api/people/:id/confirm"),
    tag,
    summary: "These faces are this person, whosever they were",
    scope: "write",
    params,
    body: jsonBody(FaceSelection),
    answer,
    errors,
  }),
};
