/**
 * The layers of ARCHITECTURE.md as rules. `./imantics test` runs them; `npm run layers` runs them alone.
 * What these rules cannot see (who reads the environment) is checked in tests/boundaries.test.ts.
 */

/** Which packages a package may import, itself aside. */
const mayImport = {
  core: [],
  learn: ["core"],
  api: [],
  engine: ["core", "learn"],
  server: ["api", "engine"],
  cli: ["api", "core", "engine", "server"],
  web: ["api", "core"],
};

/** Named outside technology lives in one place each, so that it can be exchanged there. */
const homes = {
  sharp: "packages/engine/src/decode/",
  exifr: "packages/engine/src/decode/",
  "heic-decode": "packages/engine/src/decode/",
  thumbhash: "packages/(engine/src/decode|web/src)/",
  yauzl: "packages/engine/src/scan/",
  hyparquet: "packages/engine/src/tables/",
  fzstd: "packages/engine/src/tables/",
  libsql: "packages/engine/src/store/sqlite/",
  kysely: "packages/engine/src/store/sqlite/",
  "@lancedb/lancedb": "packages/engine/src/store/lance/",
  "apache-arrow": "packages/engine/src/store/lance/",
  "onnxruntime-node": "packages/engine/src/models/sessions[.]ts",
  "@huggingface/transformers": "packages/engine/src/models/",
  hono: "packages/server/src/",
  "@hono/node-server": "packages/server/src/",
  "@hono/zod-openapi": "packages/server/src/",
  "swagger-ui-dist": "packages/server/src/",
  commander: "packages/cli/src/",
  picocolors: "packages/cli/src/",
  react: "packages/web/src/",
};

const testFile = "[.](test|contract)[.]tsx?$";

/** The rooms of a package in order: each may import those before it, so that none stands in a circle. */
const coreRooms = [
  "compute",
  "linear-algebra",
  "method",
  "geometry",
  "features",
  "neighbours",
  "evaluate",
  "reduce",
  "cluster",
  "project",
  "fitted",
];
const clusterFamilies = ["centroid", "hierarchical", "density", "mixture", "spectral", "ensemble", "choose"];
const engineRooms = [
  "domain",
  "decode",
  "models",
  "compute",
  "learn",
  "places",
  "tables",
  "scan",
  "store",
  "embed",
  "regions",
  "search",
  "organise",
  "acts",
  "index",
  "jobs",
  "library",
];

/** One rule a room: nothing from the rooms after it. */
const inOrder = (place, rooms) =>
  rooms.slice(0, -1).map((room, at) => ({
    name: `${place.replace(/\W+(src\W+)?/g, "-").replace(/^packages-/, "")}${room}-stands-below`,
    comment: `The rooms of ${place} import each other in one direction: ${rooms.join(" < ")}.`,
    severity: "error",
    from: { path: `^${place}${room}/`, pathNot: testFile },
    to: { path: `^${place}(${rooms.slice(at + 1).join("|")})/` },
  }));

const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const directions = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `${name}-imports-only-${["itself", ...allowed].join("-")}`,
  comment: "The direction of packages is core <- learn <- engine <- server, cli; api <- server, cli, web.",
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: "^packages/", pathNot: `^packages/(${[name, ...allowed].join("|")})/` },
}));

const technologies = Object.entries(homes).map(([name, home]) => ({
  name: `${name.replace(/\W+/g, "-").replace(/^-/, "")}-has-one-home`,
  comment: `${name} is imported in ${home} only.`,
  severity: "error",
  from: { path: "^packages/", pathNot: `^${home}` },
  to: { path: `node_modules/${escapePattern(name)}/` },
}));

module.exports = {
  forbidden: [
    ...directions,
    ...technologies,
    {
      name: "no-deep-imports",
      comment:
        "Another package is its name, never a path inside it. Contract suites are the exception: tests run them.",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: {
        path: "^packages/([^/]+)/",
        pathNot: [
          "^packages/$1/",
          "^packages/[^/]+/(src|dist)/index[.](ts|d[.]ts|js)$",
          "^packages/core/(src|dist)/[a-z-]+/index[.](ts|d[.]ts|js)$",
          "[.]contract[.]ts$",
        ],
      },
    },
    {
      name: "api-depends-on-zod-alone",
      severity: "error",
      from: { path: "^packages/api/src/", pathNot: testFile },
      to: { pathNot: ["^packages/api/", "node_modules/zod/"] },
    },
    {
      name: "core-runs-anywhere",
      comment: "No Node builtin in core: it runs in a browser and a worker as it is.",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: testFile },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-stands-alone",
      severity: "error",
      from: { path: "^packages/core/src/", pathNot: testFile },
      to: { pathNot: ["^packages/core/"], dependencyTypesNot: ["core"] },
    },
    {
      name: "web-uses-core-in-workers",
      comment: "Maths in the page runs off the main thread.",
      severity: "error",
      from: { path: "^packages/web/", pathNot: ["worker[.]ts$", "/workers/", testFile] },
      to: { path: "^packages/core/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      comment: "At run time; a type may point back to the file that composes it.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "engine-domain-imports-core-only",
      comment: "The words of the engine stand below all its rooms.",
      severity: "error",
      from: { path: "^packages/engine/src/domain/", pathNot: testFile },
      to: { path: "^packages/", pathNot: "^packages/(core|engine/src/domain)/" },
    },
    {
      name: "engine-store-knows-no-stage",
      comment: "What is kept does not depend on who writes it.",
      severity: "error",
      from: { path: "^packages/engine/src/store/", pathNot: testFile },
      to: {
        path: "^packages/engine/src/",
        pathNot: "^packages/engine/src/(domain|store)/",
      },
    },
    ...inOrder("packages/core/src/", coreRooms),
    ...inOrder("packages/core/src/cluster/", clusterFamilies),
    ...inOrder("packages/engine/src/", engineRooms),
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "declared-dependencies-only",
      comment:
        "What is imported stands in the package's own package.json, save for what runs from source only.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: [testFile, "-from-source[.]mjs$"] },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "types", "import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
