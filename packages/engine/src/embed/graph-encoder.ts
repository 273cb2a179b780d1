/**
 * The encoder of a model that is a single ONNX graph: one input of pixels, one output or inner layer that
 * is the vector. It takes no words.
 */
import { join } from "node:path";
import { ImanticsError } from "../domain/errors.ts";
import { readManifest } from "../models/manifest.ts";
import { filesOf, type ModelEntry } from "../models/model-entry.ts";
import { type GraphHints, probeGraph } from "../models/probe-graph.ts";
import { type FoundModel, revisionOf } from "../models/resolve.ts";
import { runGraph } from "../models/run-graph.ts";
import { openSession } from "../models/sessions.ts";
import type { ModelSettings } from "../models/settings.ts";
import { shortDigest, spaceOf } from "../models/space-of.ts";
import type { Encoder } from "./encoder.ts";
import { requireDimension, takesNoTexts } from "./encoder-checks.ts";
import { once } from "./once.ts";

/**
 * Opens the encoder of an imported graph, or of one of the catalogue. The graph loads on first use; one of
 * the catalogue is then searched for its layer, which takes as long as loading it again.
 */
export async function openGraphEncoder(
  found: FoundModel & { readonly folder: string },
  settings: ModelSettings,
  threads: number,
): Promise<Encoder> {
  const { entry, folder } = found;
  const imported = (await readManifest(folder))?.imported ?? null;
  const graph = imported?.graph ?? null;
  const pooling = imported?.pooling ?? entry.pooling;
  if (graph === null && entry.graph === null) {
    throw new ImanticsError(
      "model-invalid",
      `The manifest in ${folder} does not describe a graph. Remove the model and import it again.`,
    );
  }
  const space = spaceOf({
    model: entry.id,
    revision: await revisionOf(found, settings),
    preprocessing: shortDigest(JSON.stringify(graph ?? entry.graph)),
    pooling,
    dimension: entry.dimension,
    acceptsText: false,
  });
  const opened = once(async () => {
    if (graph !== null) return { graph, session: await openSession(join(folder, graph.file), { threads }) };
    const [weights] = filesOf(entry, found.variant ?? "fp32").filter(({ path }) => path.endsWith(".onnx"));
    const path = join(folder, weights?.path ?? "");
    const probed = await probeGraph(path, weights?.path ?? "", hintsOf(entry));
    return { graph: probed.graph, session: await openSession(probed.cut ?? path, { threads }) };
  });
  return {
    space,
    async encodeImages(images) {
      if (images.length === 0) return { rows: 0, columns: entry.dimension, data: new Float32Array(0) };
      const { session, graph } = await opened.get();
      return requireDimension(await runGraph(session, graph, pooling, images), entry);
    },
    encodeTexts: takesNoTexts(entry.title, entry.dimension),
    close: () => opened.end(({ session }) => session.close()),
  };
}

/** What the catalogue knows of a graph, for finding the rest by trying. */
export function hintsOf({ graph, dimension }: ModelEntry): GraphHints {
  if (graph === null) return {};
  const { size, mean, deviation, layer } = graph;
  return { size, mean: [...mean], deviation: [...deviation], layer: { ...layer, dimension } };
}
