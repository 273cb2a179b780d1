/** Convolution and its two gradients as the sums they are defined by. */
import type { Sizes, Window } from "../graph/tensor.ts";
import type { Numbers } from "./plain-operations.ts";

/**
 * Calls `visit` for every product that the convolution adds up, with the places of its factors and of
 * their sum. O(images × filters × channels × output pixels × filter pixels).
 */
function everyProduct(
  input: Sizes,
  filters: Sizes,
  output: Sizes,
  { stride, padding }: Window,
  visit: (inputAt: number, weightAt: number, outputAt: number) => void,
): void {
  const [images, channels, height, width] = input;
  const [filterCount, , filterHeight, filterWidth] = filters;
  const [, , outHeight, outWidth] = output;
  for (let n = 0; n < images; n++)
    for (let f = 0; f < filterCount; f++)
      for (let oy = 0; oy < outHeight; oy++)
        for (let ox = 0; ox < outWidth; ox++)
          for (let c = 0; c < channels; c++)
            for (let fy = 0; fy < filterHeight; fy++) {
              const y = oy * stride + fy - padding;
              if (y < 0 || y >= height) continue;
              for (let fx = 0; fx < filterWidth; fx++) {
                const x = ox * stride + fx - padding;
                if (x < 0 || x >= width) continue;
                visit(
                  ((n * channels + c) * height + y) * width + x,
                  ((f * channels + c) * filterHeight + fy) * filterWidth + fx,
                  ((n * filterCount + f) * outHeight + oy) * outWidth + ox,
                );
              }
            }
}

export function convolve(
  x: Numbers,
  shape: Sizes,
  weights: Numbers,
  filters: Sizes,
  output: Sizes,
  window: Window,
  result: Numbers,
): void {
  everyProduct(shape, filters, output, window, (inputAt, weightAt, outputAt) => {
    result[outputAt] += x[inputAt] * weights[weightAt];
  });
}

export function convolveInput(
  gradient: Numbers,
  output: Sizes,
  weights: Numbers,
  filters: Sizes,
  shape: Sizes,
  window: Window,
  result: Numbers,
): void {
  everyProduct(shape, filters, output, window, (inputAt, weightAt, outputAt) => {
    result[inputAt] += gradient[outputAt] * weights[weightAt];
  });
}

export function convolveWeights(
  x: Numbers,
  shape: Sizes,
  gradient: Numbers,
  output: Sizes,
  filters: Sizes,
  window: Window,
  result: Numbers,
): void {
  everyProduct(shape, filters, output, window, (inputAt, weightAt, outputAt) => {
    result[weightAt] += x[inputAt] * gradient[outputAt];
  });
}
