/** Every endpoint of the contract with every kind of key, against what the endpoint says of its scope. */
import { address, allEndpoints, commonErrors, Problem, type Scope } from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

const holders = ["nobody", "read", "write", "admin"] as const;
type Holder = (typeof holders)[number];
/** Whom each scope lets in, written out: the server computes it otherwise. */
const welcome: Readonly<Record<Scope, readonly Holder[]>> = {
  public: ["nobody", "read", "write", "admin"],
  read: ["read", "write", "admin"],
  write: ["write", "admin"],
  admin: ["admin"],
};

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
const keys: Record<Holder, string> = { nobody: "", read: "", write: "", admin: "" };

beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app({ access: "keys" });
  for (const scope of ["read", "write", "admin"] as const) {
    keys[scope] = (await temporary.library.keys.create(scope, scope)).key;
  }
});
afterAll(() => temporary.close());

const cases = allEndpoints.map((endpoint) => ({ name: `${endpoint.method} ${endpoint.path}`, endpoint }));

test.each(cases)("$name lets in whom its scope lets in", async ({ endpoint }) => {
  for (const holder of holders) {
    const giveUp = new AbortController();
    const response = await app.request(address(endpoint, parameters), {
      method: endpoint.method,
      signal: giveUp.signal,
      headers: {
        ...(holder !== "nobody" && { Authorization: `Bearer ${keys[holder]}` }),
        ...(endpoint.body.kind === "json" && { "Content-Type": "application/json" }),
      },
      ...(endpoint.body.kind === "json" && { body: "{}" }),
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
    const code = response.ok || !isJson ? null : Problem.parse(await response.json()).code;
    giveUp.abort();
    const keyRefusal = code === "key-required" || code === "scope-too-narrow" ? code : null;
    const isIn = welcome[endpoint.scope].includes(holder);
    expect(keyRefusal, holder).toBe(isIn ? null : holder === "nobody" ? "key-required" : "scope-too-narrow");
    expect([401, 403].includes(response.status), holder).toBe(!isIn);
    // Inside, every refusal is one that the endpoint names, and none is that there is no such route.
    if (isIn && code !== null) expect([...commonErrors, ...endpoint.errors], holder).toContain(code);
  }
});

/** Values that fit every pattern of the contract and name nothing. */
const id = "a".repeat(64);
const parameters = {
  id,
  cluster: "none",
  detector: "none",
  name: "none.jpg",
  region: `${id}:drawn:1-1-2-2`,
  space: "none",
};
