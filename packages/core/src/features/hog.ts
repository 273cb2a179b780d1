/**
 * Histograms of oriented gradients: which directions edges have, cell by cell, each cell normalised
 * within overlapping blocks so that light and contrast do not count.
 *
 * After Dalal & Triggs (2005): central differences, unsigned orientations, L2-Hys blocks; without
 * their interpolation between bins, as scikit-image computes it.
 */
export interface HogSize {
  /** Bins of 180°. */
  readonly orientations: number;
  /** Side of a cell in pixels. */
  readonly cellSide: number;
  /** Side of a block in cells. */
  readonly blockSide: number;
}

/** Keeps flat blocks from dividing by 0, and what no cell of a block may exceed after the first scaling. */
const EPSILON = 1e-5;
const CLIP = 0.2;

/**
 * Blocks row by row, in each its cells row by row, in each the orientations: float32 of length
 * (cellsDown − blockSide + 1) × (cellsAcross − blockSide + 1) × blockSide² × orientations.
 * Pixels beyond the last whole cell are left out. O(pixels).
 * @throws RangeError when the picture holds no whole block.
 */
export function hog(
  grey: Float32Array,
  width: number,
  height: number,
  { orientations, cellSide, blockSide }: HogSize,
): Float32Array {
  const cellsAcross = Math.floor(width / cellSide);
  const cellsDown = Math.floor(height / cellSide);
  const blocksAcross = cellsAcross - blockSide + 1;
  const blocksDown = cellsDown - blockSide + 1;
  if (blocksAcross < 1 || blocksDown < 1) {
    throw new RangeError(
      `A picture of ${width} × ${height} has ${cellsAcross} × ${cellsDown} cells of ${cellSide} pixels; ` +
        `a block needs ${blockSide} × ${blockSide}. Make cells smaller or the picture larger.`,
    );
  }
  const cells = cellHistograms(grey, width, height, { orientations, cellSide, blockSide });
  const blockLength = blockSide * blockSide * orientations;
  const descriptor = new Float32Array(blocksDown * blocksAcross * blockLength);
  let at = 0;
  for (let blockY = 0; blockY < blocksDown; blockY++) {
    for (let blockX = 0; blockX < blocksAcross; blockX++) {
      const block = descriptor.subarray(at, at + blockLength);
      for (let y = 0; y < blockSide; y++) {
        const from = ((blockY + y) * cellsAcross + blockX) * orientations;
        block.set(cells.subarray(from, from + blockSide * orientations), y * blockSide * orientations);
      }
      scaleToLength(block);
      for (let i = 0; i < blockLength; i++) block[i] = Math.min(CLIP, block[i]);
      scaleToLength(block);
      at += blockLength;
    }
  }
  return descriptor;
}

/** Mean gradient length per orientation of every cell; no gradient at the picture's border. */
function cellHistograms(
  grey: Float32Array,
  width: number,
  height: number,
  { orientations, cellSide }: HogSize,
): Float64Array {
  const cellsAcross = Math.floor(width / cellSide);
  const cellsDown = Math.floor(height / cellSide);
  const cells = new Float64Array(cellsDown * cellsAcross * orientations);
  const share = 1 / (cellSide * cellSide);
  for (let y = 0; y < cellsDown * cellSide; y++) {
    for (let x = 0; x < cellsAcross * cellSide; x++) {
      const i = y * width + x;
      const across = x > 0 && x < width - 1 ? grey[i + 1] - grey[i - 1] : 0;
      const down = y > 0 && y < height - 1 ? grey[i + width] - grey[i - width] : 0;
      const length = Math.hypot(across, down);
      if (length === 0) continue;
      const turn = Math.atan2(down, across) / Math.PI;
      const bin = Math.floor((turn - Math.floor(turn)) * orientations) % orientations;
      const cell = Math.floor(y / cellSide) * cellsAcross + Math.floor(x / cellSide);
      cells[cell * orientations + bin] += share * length;
    }
  }
  return cells;
}

function scaleToLength(block: Float32Array): void {
  let squares = EPSILON * EPSILON;
  for (const value of block) squares += value * value;
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < block.length; i++) block[i] *= scale;
}
