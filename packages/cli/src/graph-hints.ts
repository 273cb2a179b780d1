/**
 * What a person may know of a single ONNX graph that cannot be seen from outside, as typed on a command
 * line: its input size, how pixels are scaled, which output is the vector, how tokens become one vector.
 */
import type { Command } from "commander";
import { z } from "zod";

const perChannelWords = "expected one number for all channels or three, e.g. 0.485,0.456,0.406";
const perChannel = z
  .string()
  .regex(/^[^,]+(,[^,]+,[^,]+)?$/, perChannelWords)
  .transform((text) => text.split(",").map(Number))
  .refine((numbers) => numbers.every(Number.isFinite), perChannelWords)
  .transform(([red = 0, green = red, blue = red]): [number, number, number] => [red, green, blue]);

export const GraphHints = z.object({
  size: z.coerce.number("expected pixels, e.g. 224").int().min(1).max(4096).exactOptional(),
  mean: perChannel.exactOptional(),
  deviation: perChannel
    .refine((numbers) => numbers.every((number) => number > 0), "expected numbers above 0")
    .exactOptional(),
  output: z.string().min(1).exactOptional(),
  pooling: z.enum(["cls", "mean", "average", "pooler", "projection"]).exactOptional(),
});

export function addGraphHints(command: Command): Command {
  return command
    .option("--size <px>", "side of the square it looks at (default: found by trying)")
    .option("--mean <numbers>", "subtracted from pixels of 0..1, one number or r,g,b (default: ImageNet's)")
    .option("--deviation <numbers>", "divides what is left, one number or r,g,b (default: ImageNet's)")
    .option("--output <name>", "which output, or tensor inside, is the vector (default: by name and shape)")
    .option(
      "--pooling <how>",
      "from tokens or maps to a vector: cls, mean, average, pooler, projection (default: by shape)",
    );
}
