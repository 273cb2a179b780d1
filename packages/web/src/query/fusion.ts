/** How the parts of a picture count in a search, as the sliders show it and as the address holds it. */
import { defaultWeights, type Fusion } from "@imantics/api";

export type WeighedType = keyof typeof defaultWeights;
/** Types that can count, in the order of the sliders. */
export const weighedTypes = ["whole", "object", "text", "drawn"] as const satisfies readonly WeighedType[];
export const mostWeight = 2;

/** What an address says of it; what is as usual is left out. */
export interface FusionInAddress {
  /** `object:0.8,text:0` */
  readonly weigh?: string;
  readonly pool?: "average";
  readonly sure?: "yes";
}

export function readFusion(raw: Readonly<Record<string, unknown>>): FusionInAddress {
  const weigh = typeof raw.weigh === "string" ? writeWeights(readWeights(raw.weigh)) : undefined;
  return {
    ...(weigh && { weigh }),
    ...(raw.pool === "average" && { pool: "average" as const }),
    ...(raw.sure === "yes" && { sure: "yes" as const }),
  };
}

export function fusionOf({ weigh = "", pool, sure }: FusionInAddress): Fusion {
  const weights = readWeights(weigh);
  return {
    ...(Object.keys(weights).length > 0 && { weights }),
    ...(pool && { aggregate: pool }),
    ...(sure && { usesConfidence: true }),
  };
}

export function addressOf({ weights = {}, aggregate, usesConfidence }: Fusion): FusionInAddress {
  const weigh = writeWeights(weights);
  return {
    ...(weigh && { weigh }),
    ...(aggregate === "average" && { pool: aggregate }),
    ...(usesConfidence && { sure: "yes" as const }),
  };
}

type Weights = Partial<Record<WeighedType, number>>;

function readWeights(text: string): Weights {
  const weights: Weights = {};
  for (const piece of text.split(",")) {
    const [name, value = ""] = piece.split(":");
    const type = weighedTypes.find((known) => known === name);
    const weight = value.trim() === "" ? Number.NaN : Number(value);
    if (type && weight >= 0 && weight <= mostWeight) weights[type] = weight;
  }
  return weights;
}

function writeWeights(weights: Weights): string {
  return weighedTypes
    .filter((type) => weights[type] !== undefined && weights[type] !== defaultWeights[type])
    .map((type) => `${type}:${Number((weights[type] ?? 0).toFixed(2))}`)
    .join(",");
}
