/**
 * Sobel's gradient: how fast grey changes across and down, smoothed over three pixels.
 * Beyond the edge the nearest pixel repeats. After Sobel & Feldman (1968).
 */

/** Two maps of the picture's size, row by row. Positive: brighter to the right, brighter below. */
export interface Gradient {
  readonly across: Float32Array;
  readonly down: Float32Array;
}

/** `grey` is width × height, row by row. Differences count 8 times, as in the unscaled kernel. O(pixels). */
export function sobel(grey: Float32Array, width: number, height: number): Gradient {
  if (grey.length !== width * height) {
    throw new RangeError(`A grey picture of ${width} × ${height} needs as many numbers, got ${grey.length}.`);
  }
  const across = new Float32Array(grey.length);
  const down = new Float32Array(grey.length);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const here = y * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const rightSum = grey[above + right] + 2 * grey[here + right] + grey[below + right];
      const leftSum = grey[above + left] + 2 * grey[here + left] + grey[below + left];
      across[here + x] = rightSum - leftSum;
      const belowSum = grey[below + left] + 2 * grey[below + x] + grey[below + right];
      const aboveSum = grey[above + left] + 2 * grey[above + x] + grey[above + right];
      down[here + x] = belowSum - aboveSum;
    }
  }
  return { across, down };
}

/** Length of the gradient at each pixel. */
export function gradientLength({ across, down }: Gradient): Float32Array {
  return across.map((value, i) => Math.sqrt(value * value + down[i] * down[i]));
}
