/** What a release and the public CI service rely on: one version, and configuration that says what it should. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "./run-source.ts";

const Manifest = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  private: z.boolean().default(false),
  dependencies: z.record(z.string(), z.string()).default({}),
  engines: z.object({ node: z.string() }).optional(),
  files: z.array(z.string()).default([]),
});
const read = (path: string) => readFileSync(join(root, path), "utf8");
const manifestOf = (path: string) => Manifest.parse(JSON.parse(read(path)));

const folders = readdirSync(join(root, "packages"));
const packages = folders.map((folder) => manifestOf(`packages/${folder}/package.json`));

describe("the version", () => {
  const [{ version: shared } = { version: undefined }] = packages;

  test("is the same in every package, and the root has none of its own", () => {
    expect(shared).toMatch(/^\d+\.\d+\.\d+/);
    expect(new Set(packages.map(({ version }) => version))).toEqual(new Set([shared]));
    expect(manifestOf("package.json").version).toBeUndefined();
  });

  test("is the one that packages ask of each other", () => {
    const asked = packages.flatMap(({ dependencies }) =>
      Object.entries(dependencies).filter(([name]) => name.startsWith("@imantics/")),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(([, version]) => version !== shared)).toEqual([]);
  });

  test("is repeated in no source", () => {
    const sources = folders.flatMap((folder) =>
      readdirSync(join(root, "packages", folder, "src"), { recursive: true, encoding: "utf8" })
        .filter((path) => /\.tsx?$/.test(path) && !/\.(test|contract|fixture)\./.test(path))
        .map((path) => `packages/${folder}/src/${path}`),
    );
    expect(sources.filter((path) => read(path).includes(`"${shared}"`))).toEqual([]);
  });
});

test("changesets raise all packages together", () => {
  const config = z
    .looseObject({ fixed: z.array(z.array(z.string())), baseBranch: z.string() })
    .parse(JSON.parse(read(".changeset/config.json")));
  expect(config).toMatchObject({ fixed: [["@imantics/*"]], baseBranch: "main" });
  expect(packages.filter(({ name }) => !name.startsWith("@imantics/"))).toEqual([]);
});

describe("the public CI service", () => {
  const Workflow = z.looseObject({
    permissions: z.record(z.string(), z.string()),
    concurrency: z.looseObject({ group: z.string() }),
    jobs: z.record(
      z.string(),
      z.looseObject({
        "runs-on": z.string(),
        "timeout-minutes": z.number(),
        strategy: z.looseObject({ matrix: z.record(z.string(), z.array(z.unknown())) }).optional(),
        steps: z.array(z.looseObject({ uses: z.string().optional(), run: z.string().optional() })),
      }),
    ),
  });
  const workflow = (name: string) => Workflow.parse(parse(read(`.github/workflows/${name}`)));

  test.each(readdirSync(join(root, ".github/workflows")))("%s may by default only read", (name) => {
    expect(workflow(name).permissions).toEqual({ contents: "read" });
  });

  test("runs the test command on every system and every promised Node", () => {
    const job = workflow("test.yml").jobs.test;
    expect(job?.strategy?.matrix).toEqual({
      system: ["ubuntu-latest", "macos-latest", "windows-latest"],
      node: [20, 22, 24],
    });
    const commands = job?.steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(["./imantics test", "node imantics test"]);
    expect(manifestOf("package.json").engines?.node).toMatch(/^>=20\b/);
  });

  test("packages that carry models are grouped, and pinned exactly", () => {
    const Updates = z.object({
      updates: z.array(
        z.looseObject({
          "package-ecosystem": z.string(),
          groups: z
            .record(z.string(), z.looseObject({ patterns: z.array(z.string()).optional() }))
            .optional(),
        }),
      ),
    });
    const { updates } = Updates.parse(parse(read(".github/dependabot.yml")));
    const npm = updates.find((update) => update["package-ecosystem"] === "npm");
    const { dependencies } = manifestOf("packages/engine/package.json");
    for (const name of npm?.groups?.models?.patterns ?? [""]) {
      expect(dependencies[name], name).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  test.each(["bug.yml", "wish.yml"])("%s is a form", (name) => {
    const Field = z.looseObject({
      type: z.enum(["markdown", "textarea", "input"]),
      attributes: z.looseObject({}),
    });
    const Form = z.looseObject({ name: z.string(), description: z.string(), body: z.array(Field).min(1) });
    expect(() => Form.parse(parse(read(`.github/ISSUE_TEMPLATE/${name}`)))).not.toThrow();
  });
});
