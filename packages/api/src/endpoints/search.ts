/** Searching by words, by images of the library, by pictures from outside, and by any mix of them. */
import { SearchVocabulary } from "../parts.ts";
import { SearchRequest, SearchResponse, UploadedPicture } from "../search.ts";
import { json } from "./answer.ts";
import { file, jsonBody } from "./body.ts";
import { endpoint, get, post } from "./endpoint.ts";

const tag = "Search";

/** What any question to the encoder may be refused for. */
export const queryErrors = [
  "image-not-found",
  "image-unavailable",
  "library-empty",
  "picture-not-found",
  "query-empty",
  "query-unreadable",
  "region-not-found",
  "text-not-supported",
] as const;

export const search = {
  search: endpoint({
    ...post("/api/search"),
    tag,
    summary: "The pictures nearest to a weighted mix of words, pictures and parts, that meet conditions",
    scope: "read",
    body: jsonBody(SearchRequest),
    answer: json(SearchResponse, "Hits, best first"),
    errors: queryErrors,
  }),
  addPicture: endpoint({
    ...post("/api/search/pictures"),
    tag,
    summary: "Keeps a picture (raw body, at most 64 MiB) for a while, to search with",
    scope: "read",
    body: file("image/*"),
    answer: json(UploadedPicture, "The id for `QueryPart.picture`", 201),
    errors: ["disk-full", "empty-file", "unsupported-format", "upload-incomplete"],
  }),
  vocabulary: endpoint({
    ...get("/api/search/vocabulary"),
    tag,
    summary: "Values that this library has for the fields of the query language",
    scope: "read",
    answer: json(SearchVocabulary, "Values by field"),
    errors: [],
  }),
};
