/**
 * Fits the heads of the embedded encoder and writes them to packages/engine/heads. About six minutes on
 * one core; the same data give the same bytes.
 *
 *   npx tsx --conditions=source tools/fit-embedded-heads/main.ts --data ../shared/data
 */
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { convertibleModel } from "../../packages/engine/src/embed/embedded/converted-models.ts";
import { headFolder } from "../../packages/engine/src/embed/embedded/embedded-encoder.ts";
import { encodeHead, type HeadTensors } from "../../packages/engine/src/embed/embedded/head-file.ts";
import { openSentenceEncoder } from "../../packages/engine/src/embed/embedded/text-tower.ts";
import { readClassNames, readPictures } from "./dataset.ts";
import { extractFeatures } from "./extract.ts";
import { fitImageHead, fitTextHead, fitTextSpace, targetsOf } from "./fit-heads.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/data" },
    cache: { type: "string", default: join(tmpdir(), "imantics-embedded") },
  },
});

const pictures = (await readPictures(values.data)).filter(({ role }) => role !== "report");
const classNames = await readClassNames(values.data);

const { encode, close } = await openSentenceEncoder(await convertibleModel("sentences", values.cache), 1);
console.log(`Fitting the text space on ${pictures.length} pictures' words`);
const captions = pictures.flatMap((picture) => picture.captions);
const space = await fitTextSpace(captions, classNames, encode);
const targets = await targetsOf(pictures, space);
await write("text", await fitTextHead(space, classNames));
await close();

const features = await extractFeatures(pictures, "both", values.cache, (done) => {
  if (done % 1000 === 0) console.log(`Features of ${done} of ${pictures.length} pictures`);
});
for (const tier of ["full", "light"] as const) {
  console.log(`Fitting the ${tier} head`);
  await write(tier, fitImageHead(tier, pictures, features, targets));
}

async function write(name: string, tensors: HeadTensors): Promise<void> {
  const bytes = encodeHead(tensors);
  await mkdir(headFolder, { recursive: true });
  await writeFile(join(headFolder, `${name}.bin`), bytes);
  console.log(`${name}.bin: ${bytes.byteLength} bytes`);
}
