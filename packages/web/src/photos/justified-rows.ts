/**
 * Justified rows: pictures of any ratio in rows of one height that fill the width exactly, with a
 * heading above each section (a day). Pure numbers, no pictures: 100,000 ratios take a few
 * milliseconds, so the whole library is laid out at once and the scrollbar never lies.
 *
 * Greedy, as Flickr's and Google Photos' grids: a row closes as soon as it would be no higher than
 * asked for. The last row of a section keeps the asked height and stays ragged.
 */

export interface GridShape {
  /** Width to fill, in px. */
  readonly width: number;
  /** Rows are this high or a little less, in px. */
  readonly rowHeight: number;
  /** Space between pictures and between rows, in px. */
  readonly gap: number;
  /** Height above the first row of a section, in px; 0 when sections have no heading. */
  readonly headingHeight: number;
}

/** A run of pictures under one heading. */
export interface Section {
  readonly label: string;
  readonly count: number;
}

export interface PlacedSection extends Section {
  readonly first: number;
  readonly top: number;
}

/** Where everything is. Arrays are indexed by picture (`left`, `width`, `row`) or by row. */
export interface GridLayout {
  readonly left: Float32Array;
  readonly width: Float32Array;
  readonly row: Int32Array;
  readonly rowTop: Float64Array;
  readonly rowHeight: Float32Array;
  /** First picture of each row, plus one entry with the number of pictures. */
  readonly rowFirst: Int32Array;
  readonly rowCount: number;
  readonly height: number;
  readonly sections: readonly PlacedSection[];
}

/** Ratios are kept between a tall strip and a panorama, so that one picture cannot own the page. */
const narrowest = 0.4;
const widest = 3.2;

/** `ratios` are width / height × 100, as the server sends them. O(pictures). */
export function justifiedRows(
  ratios: ArrayLike<number>,
  sections: readonly Section[],
  shape: GridShape,
): GridLayout {
  const count = ratios.length;
  const left = new Float32Array(count);
  const width = new Float32Array(count);
  const row = new Int32Array(count);
  const rowTop = new Float64Array(count);
  const rowHeight = new Float32Array(count);
  const rowFirst = new Int32Array(count + 1);
  const placed: PlacedSection[] = [];
  let rowCount = 0;
  let top = 0;
  let first = 0;

  const closeRow = (from: number, to: number, height: number) => {
    let x = 0;
    for (let index = from; index < to; index++) {
      const tile = ratioAt(ratios, index) * height;
      left[index] = x;
      width[index] = tile;
      row[index] = rowCount;
      x += tile + shape.gap;
    }
    rowTop[rowCount] = top;
    rowHeight[rowCount] = height;
    rowFirst[rowCount] = from;
    rowCount++;
    top += height + shape.gap;
  };

  for (const section of sections) {
    placed.push({ ...section, first, top });
    top += shape.headingHeight;
    const end = Math.min(count, first + section.count);
    let from = first;
    let sum = 0;
    for (let index = first; index < end; index++) {
      sum += ratioAt(ratios, index);
      const height = (shape.width - (index - from) * shape.gap) / sum;
      if (height > shape.rowHeight) continue;
      closeRow(from, index + 1, Math.max(1, height));
      from = index + 1;
      sum = 0;
    }
    if (from < end) closeRow(from, end, shape.rowHeight);
    first = end;
  }
  rowFirst[rowCount] = first;
  return {
    left,
    width,
    row,
    rowTop: rowTop.subarray(0, rowCount),
    rowHeight: rowHeight.subarray(0, rowCount),
    rowFirst: rowFirst.subarray(0, rowCount + 1),
    rowCount,
    height: top,
    sections: placed,
  };
}

function ratioAt(ratios: ArrayLike<number>, index: number): number {
  return Math.min(widest, Math.max(narrowest, (ratios[index] ?? 100) / 100));
}
