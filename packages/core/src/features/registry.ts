/**
 * The classical descriptors of pictures, each a description and one function from pixels to numbers:
 * baselines without a model, in the pattern of the clustering methods. Pictures of any size give
 * descriptors of one length, because they are first averaged to one side.
 */
import { type OptionDescriptor, type OptionsOf, type OptionValues, readOptions } from "../method/options.ts";
import { colourHistogram } from "./colour-histogram.ts";
import { hog } from "./hog.ts";
import { greyOf, type Pixels, requirePixels } from "./pixels.ts";
import { shrinkByArea } from "./shrink.ts";
import { gradientLength, sobel } from "./sobel.ts";

/** Everything about a descriptor except how it works; plain JSON. */
export interface FeatureDescription {
  readonly id: string;
  readonly title: string;
  /** One line: what it sees, and what it is blind to. */
  readonly summary: string;
  readonly options: readonly OptionDescriptor[];
  readonly source: string;
}

export interface FeatureMethod extends FeatureDescription {
  /**
   * The descriptor of one picture; its length depends on the options alone. O(pixels).
   * @throws RangeError for an option outside its range, or pixels that make no picture.
   */
  describe(pixels: Pixels, options?: OptionValues): Float32Array;
}

function defineFeature<const D extends readonly OptionDescriptor[]>(
  description: FeatureDescription & { readonly options: D },
  describe: (pixels: Pixels, options: OptionsOf<D>) => Float32Array,
): FeatureMethod {
  return {
    ...description,
    describe(pixels, values = {}) {
      const options = readOptions<D>(description.options, values);
      requirePixels(pixels);
      return describe(pixels, options);
    },
  };
}

const sideOption = <N extends number>(side: N) =>
  ({
    name: "side",
    type: "integer",
    default: side as number,
    min: 2,
    max: 1024,
    meaning: "Pictures are first averaged to this many pixels across and down.",
  }) as const;

/** Grey of the picture at `side` × `side`, 0..1. */
const smallGrey = (pixels: Pixels, side: number): Float32Array =>
  greyOf(shrinkByArea(pixels, side, side)).map((value) => value / 255);

export const rawPixels = defineFeature(
  {
    id: "raw-pixels",
    title: "Raw pixels",
    summary: "The small picture itself; sees layout and colour, blind to nothing and robust to nothing.",
    options: [
      sideOption(32),
      {
        name: "grey",
        type: "boolean",
        default: false,
        meaning: "Brightness only: a third of the numbers.",
      },
    ],
    source: "Turk & Pentland (1991)",
  },
  (pixels, { side, grey }) =>
    grey ? smallGrey(pixels, side) : shrinkByArea(pixels, side, side).map((value) => value / 255),
);

export const sobelEdges = defineFeature(
  {
    id: "sobel",
    title: "Sobel edges",
    summary: "Where brightness changes; sees outlines in place, blind to colour and flat areas.",
    options: [sideOption(32)],
    source: "Sobel & Feldman (1968)",
  },
  (pixels, { side }) => gradientLength(sobel(smallGrey(pixels, side), side, side)),
);

export const orientedGradients = defineFeature(
  {
    id: "hog",
    title: "Histograms of oriented gradients",
    summary: "Directions of edges, cell by cell; sees shapes whatever the light, blind to colour.",
    options: [
      sideOption(64),
      {
        name: "orientations",
        type: "integer",
        default: 9,
        min: 1,
        max: 180,
        meaning: "Into how many directions edges are sorted.",
      },
      {
        name: "cellSide",
        aliases: ["pixels_per_cell"],
        type: "integer",
        default: 8,
        min: 1,
        max: 512,
        meaning: "Pixels across a cell, of which each has one histogram.",
      },
      {
        name: "blockSide",
        aliases: ["cells_per_block"],
        type: "integer",
        default: 2,
        min: 1,
        max: 64,
        meaning: "Cells across a block, within which contrast is evened out.",
      },
    ],
    source: "Dalal & Triggs (2005)",
  },
  (pixels, { side, ...size }) => hog(smallGrey(pixels, side), side, side, size),
);

export const colours = defineFeature(
  {
    id: "colour-histogram",
    title: "Colour histogram",
    summary: "How much of the picture has which colour; blind to where it is.",
    options: [
      {
        name: "bins",
        type: "integer",
        default: 4,
        min: 1,
        max: 32,
        meaning: "Steps of each of the three channels; the descriptor has the cube of it.",
      },
      {
        name: "space",
        type: "choice",
        choices: ["hsv", "rgb"],
        default: "hsv",
        meaning: "Hue, saturation and value, or red, green and blue.",
      },
    ],
    source: "Swain & Ballard (1991)",
  },
  (pixels, { bins, space }) => colourHistogram(pixels, bins, space),
);

export const featureMethods: readonly FeatureMethod[] = [orientedGradients, sobelEdges, colours, rawPixels];

/** @throws RangeError naming the descriptors there are. */
export function featureMethod(id: string): FeatureMethod {
  const method = featureMethods.find((candidate) => candidate.id === id);
  if (method) return method;
  const known = featureMethods.map((candidate) => candidate.id).join(", ");
  throw new RangeError(`There is no descriptor "${id}"; the descriptors are ${known}.`);
}
