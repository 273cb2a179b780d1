/** Signing a browser in and out: the key moves into a cookie. */
import * as z from "zod";
import { KeyScope } from "../library.ts";
import { done, json } from "./answer.ts";
import { jsonBody } from "./body.ts";
import { endpoint, post, remove } from "./endpoint.ts";

const tag = "Keys";

export const session = {
  signIn: endpoint({
    ...post("/api/session"),
    tag,
    summary: "Signs this browser in with a key",
    scope: "public",
    body: jsonBody(z.object({ key: z.string().min(1).max(500) })),
    answer: json(z.object({ scope: KeyScope }), "Signed in; what the key may do"),
    errors: [],
  }),
  signOut: endpoint({
    ...remove("/api/session"),
    tag,
    summary: "Signs this browser out",
    scope: "public",
    answer: done("The cookie is gone"),
    errors: [],
  }),
};
