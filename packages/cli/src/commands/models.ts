/** `imantics models`: which encoders there are, and how to get, bring, check and choose one. */
import {
  checkModel,
  describeDownload,
  ImanticsError,
  importModel,
  isKnownGraph,
  listModels,
  modelSettingsOf,
  pullModel,
  readSettings,
  removeModel,
} from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { addGraphHints, GraphHints } from "../graph-hints.ts";
import { onInterrupt } from "../interruption.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { downloadProgress } from "../render/download.ts";
import { describeModels, describeOffer, modelCheckLines } from "../render/models.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const PullOptions = LibraryOptions.extend({ variant: z.enum(["fp32", "q8"]).optional() });
const ImportOptions = LibraryOptions.extend({
  id: z.string().exactOptional(),
  title: z.string().exactOptional(),
  licence: z.string().exactOptional(),
  ...GraphHints.shape,
});

export function addModelsCommand(program: Command, terminal: Terminal): void {
  const models = program
    .command("models")
    .summary("list, download, import, check and choose encoders")
    .description(
      "The encoder decides how well search and grouping work. One ships with Imantics and needs no network; " +
        "better ones are downloaded once or brought in a folder.",
    );
  addList(models, terminal);
  addPull(models, terminal);
  addImport(models, terminal);
  addRemove(models, terminal);
  addCheck(models, terminal);
  addUse(models, terminal);
}

function addList(models: Command, terminal: Terminal): void {
  const list = models
    .command("list", { isDefault: true })
    .description("All models, the best first. Needs no network.");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    const listings = await listModels(modelSettingsOf(readSettings()));
    const active = await activeModel(parsed, terminal);
    const marked = listings.map((listing) => ({ ...listing, isActive: listing.id === active }));
    terminal.print(parsed.json ? JSON.stringify({ models: marked }) : describeModels(marked));
  });
}

/** The library's model, or null while there is no library. */
async function activeModel(options: LibraryOptions, terminal: Terminal): Promise<string | null> {
  try {
    return await withLibrary(
      "read",
      options,
      terminal,
      async (library) => (await library.describe()).encoder.model,
    );
  } catch (error) {
    if (error instanceof ImanticsError && error.code === "library-not-found") return null;
    throw error;
  }
}

function addPull(models: Command, terminal: Terminal): void {
  const pull = models
    .command("pull")
    .description("Downloads a model into the cache; a download that was cut continues.")
    .argument("<id>", "id of models list")
    .option("--variant <variant>", "fp32 (exact) or q8 (a quarter of the size)");
  addLibraryOptions(pull).action(async (id: string, options: unknown) => {
    const { json, variant } = parseOptions(PullOptions, options);
    if (!json)
      terminal.tell(
        `${describeOffer(await describeDownload(id, modelSettingsOf(readSettings()), variant))}\n`,
      );
    const view = json ? jsonLines(terminal) : progressView(terminal);
    const abort = new AbortController();
    const release = onInterrupt(terminal, "Stopping …", () => abort.abort());
    try {
      const events = pullModel(id, modelSettingsOf(readSettings()), {
        signal: abort.signal,
        ...(variant && { variant }),
      });
      for await (const event of downloadProgress(events)) view.show(event);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      throw new ImanticsError(
        "interrupted",
        "Stopped; what was fetched is kept. The same command continues.",
      );
    } finally {
      release();
      view.end();
    }
    const next = `Use it with: imantics models use ${id}`;
    terminal.print(json ? JSON.stringify({ type: "summary", model: id }) : `${id} is ready. ${next}`);
  });
}

function addImport(models: Command, terminal: Terminal): void {
  const command = models
    .command("import")
    .description(
      "Brings a model you have: a folder in the hub's shape, or one .onnx file. It is tried before it is kept.",
    )
    .argument("<path>", "folder or .onnx file")
    .option("--id <id>", "what to call it (default: the name of the folder)")
    .option("--title <title>", "its name for people")
    .option("--licence <licence>", "its licence, for the list")
    .addHelpText("after", importExample);
  addLibraryOptions(addGraphHints(command)).action(async (path: string, options: unknown) => {
    const { json, library: _, ...given } = parseOptions(ImportOptions, options);
    const asked = json ? {} : await askScale(path, given, terminal);
    const { entry, folder, guesses } = await importModel(path, modelSettingsOf(readSettings()), {
      ...asked,
      ...given,
    });
    if (json)
      terminal.print(JSON.stringify({ model: entry.id, dimension: entry.dimension, folder, guesses }));
    else {
      terminal.print(`Imported ${entry.id}: ${entry.dimension} numbers an image, in ${folder}`);
      for (const guess of guesses) terminal.tell(`Guessed ${guess}\n`);
    }
  });
}

type Scale = Required<Pick<z.output<typeof GraphHints>, "mean" | "deviation">>;

/** How networks want their pixels, by what a person may have read about theirs. */
const scales: Readonly<Record<string, Scale>> = {
  "1": { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  "2": { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] },
  "3": { mean: [0, 0, 0], deviation: [1, 1, 1] },
};
const scaleQuestion = `How does it want its pixels? This cannot be seen from outside, and a wrong scale spoils the vectors.
  1  with ImageNet's mean and deviation (most networks from PyTorch)
  2  from -1 to 1 (most networks from TensorFlow)
  3  from 0 to 1
1, 2 or 3 [1]: `;

/** The one thing that no trial shows, where somebody can be asked and nothing else says it. */
async function askScale(
  path: string,
  { id, mean, deviation }: Omit<z.output<typeof ImportOptions>, "json">,
  { ask }: Terminal,
): Promise<Partial<Scale>> {
  const isSaid = mean !== undefined || deviation !== undefined || (id !== undefined && isKnownGraph(id));
  if (ask === undefined || isSaid || !/\.onnx$/i.test(path)) return {};
  return scales[(await ask(scaleQuestion)).trim() || "1"] ?? {};
}

const importExample = `
Sizes, scales and outputs are for a single .onnx file; a folder in the hub's shape brings its own.

Example: a network that wants pixels of -1..1
  $ imantics models import mobilenet.onnx --mean 0.5 --deviation 0.5 --output embedding

Example: a file that becomes a model of the list, which then says size, scale and layer
  $ imantics models import my-export.onnx --id vgg16`;

function addRemove(models: Command, terminal: Terminal): void {
  const remove = models
    .command("remove")
    .description("Deletes a downloaded or imported model. Vectors made with it stay.")
    .argument("<id>", "id of models list");
  addLibraryOptions(remove).action(async (id: string, options: unknown) => {
    const { json } = parseOptions(LibraryOptions, options);
    const folder = await removeModel(id, modelSettingsOf(readSettings()));
    terminal.print(json ? JSON.stringify({ removed: id, folder }) : `Removed ${folder}`);
  });
}

function addCheck(models: Command, terminal: Terminal): void {
  const check = models
    .command("check")
    .description("Compares a model's files with their checksums and runs it once.")
    .argument("<id>", "id of models list");
  addLibraryOptions(check).action(async (id: string, options: unknown) => {
    const { json } = parseOptions(LibraryOptions, options);
    const result = await checkModel(id, modelSettingsOf(readSettings()));
    terminal.print(json ? JSON.stringify(result) : modelCheckLines(result));
    if (!result.isGood) {
      const next = `Run "imantics models remove ${id}" and get it again.`;
      throw new ImanticsError("model-damaged", `${id} is damaged. ${next}`);
    }
  });
}

function addUse(models: Command, terminal: Terminal): void {
  const use = models
    .command("use")
    .description("Makes a model the library's encoder. The next index run sees every photo with it.")
    .argument("<id>", "id of models list");
  addLibraryOptions(use).action(async (id: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, (library) => library.models.use(id));
    const next = 'Run "imantics index" so that every photo is seen with it; earlier vectors are kept.';
    terminal.print(parsed.json ? JSON.stringify({ active: id }) : `${id} is the encoder now. ${next}`);
  });
}
