import { digits } from "../../fixtures/reference/reference.ts";
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { headMethod } from "@imantics/learn";
import { agreement, clusterMethod, matrix } from "@imantics/core";
import { onnxRunner } from "../../packages/engine/src/learn/onnx-runner.ts";
import { selfSupervisedFeatures } from "./digit-features.ts";
const { vectors, labels } = digits();
const runner = onnxRunner();
let t = performance.now();
const lap = () => { const s = ((performance.now() - t) / 1000).toFixed(1); t = performance.now(); return `${s} s`; };
const show = (name: string, a: Int32Array) => { const g = agreement(labels, a); console.log(name, g.hungarianAccuracy.toFixed(3), g.normalisedMutualInformation.toFixed(3), g.adjustedRandIndex.toFixed(3), lap()); };
const [seeds, ...rest] = process.argv.slice(2);
for (const seed of JSON.parse(seeds)) {
  const file = `/tmp/simclr-${seed}.f32`;
  if (!process.env.RAW && !existsSync(file)) writeFileSync(file, (await selfSupervisedFeatures(vectors, seed, runner)).data);
  const features = process.env.RAW ? vectors : matrix(1797, 128, new Float32Array(process.env.RAW ? [] : new Uint8Array(readFileSync(file)).buffer));
  console.log("seed", seed, "features", lap());
  if (rest.length === 0) {
    for (const id of ["kmeans", "agglomerative"]) show(id, (await clusterMethod(id).cluster(features, { clusterCount: 10 }, { seed })).assignment);
  }
  for (let i = 0; i < rest.length; i += 2) {
    const r = await headMethod(rest[i]!).train(features, { clusterCount: 10, ...JSON.parse(rest[i + 1]!) }, { seed, runner });
    show(`${rest[i]} ${rest[i + 1]}`, r.clustering.assignment);
    r.members?.forEach((m, j) => { show(`  member ${j}`, m); });
    console.log(r.warnings, "sure", r.confidence.filter((c) => c > 0.96).length / 1797, JSON.stringify(r.history.at(-1)));
  }
}
