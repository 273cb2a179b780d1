/**
 * Agreement by matching clusters to classes: the best class of each cluster (purity), the best cluster
 * of each class (inverse purity), and the best one-to-one matching (Hungarian accuracy).
 */
import type { Contingency } from "./contingency.ts";

/** Share of things whose cluster has their class as its largest. 1 when every thing is alone: pair it with inverse purity. */
export function purity(table: Contingency): number {
  return sumOfLargest(table, ({ predicted }) => predicted);
}

/** Share of things that lie in the largest cluster of their class. 1 when all things are in one cluster. */
export function inversePurity(table: Contingency): number {
  return sumOfLargest(table, ({ truth }) => truth);
}

/** Share of things on the best one-to-one matching of clusters and classes. O(smaller² × larger). */
export function hungarianAccuracy(table: Contingency): number {
  if (table.total === 0) return 1;
  return bestMatching(table).reduce((sum, { count }) => sum + count, 0) / table.total;
}

/**
 * The one-to-one matching of clusters and classes on which most things agree, as the cells it goes
 * through; cells without things are left out. O(smaller² × larger).
 */
export function bestMatching({ truthSizes, predictedSizes, cells }: Contingency): readonly Cell[] {
  const isWide = predictedSizes.length >= truthSizes.length;
  const rows = Math.min(truthSizes.length, predictedSizes.length);
  const columns = Math.max(truthSizes.length, predictedSizes.length);
  const costs = new Float64Array(rows * columns);
  for (const { truth, predicted, count } of cells) {
    costs[(isWide ? truth : predicted) * columns + (isWide ? predicted : truth)] = -count;
  }
  const matched = minimumCostMatching(costs, rows, columns);
  return cells.filter(({ truth, predicted }) =>
    isWide ? matched[truth] === predicted : matched[predicted] === truth,
  );
}

/**
 * The cheapest column for every row, no column twice; row-major rows × columns, rows ≤ columns.
 * Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957; this form after Jonker & Volgenant
 * 1987). O(rows² × columns).
 */
export function minimumCostMatching(costs: Float64Array, rows: number, columns: number): Int32Array {
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  // Row matched to each column; index 0 is the row being placed, rows count from 1.
  const matchedRow = new Int32Array(columns + 1);
  const previousColumn = new Int32Array(columns + 1);
  for (let placed = 1; placed <= rows; placed++) {
    matchedRow[0] = placed;
    let column = 0;
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const isDone = new Uint8Array(columns + 1);
    do {
      isDone[column] = 1;
      const from = matchedRow[column];
      let least = Infinity;
      let next = 0;
      for (let c = 1; c <= columns; c++) {
        if (isDone[c]) continue;
        const reduced = costs[(from - 1) * columns + c - 1] - rowPotential[from] - columnPotential[c];
        if (reduced < slack[c]) {
          slack[c] = reduced;
          previousColumn[c] = column;
        }
        if (slack[c] < least) {
          least = slack[c];
          next = c;
        }
      }
      for (let c = 0; c <= columns; c++) {
        if (isDone[c]) {
          rowPotential[matchedRow[c]] += least;
          columnPotential[c] -= least;
        } else {
          slack[c] -= least;
        }
      }
      column = next;
    } while (matchedRow[column] !== 0);
    while (column !== 0) {
      const before = previousColumn[column];
      matchedRow[column] = matchedRow[before];
      column = before;
    }
  }
  const columnOfRow = new Int32Array(rows);
  for (let c = 1; c <= columns; c++) if (matchedRow[c] > 0) columnOfRow[matchedRow[c] - 1] = c - 1;
  return columnOfRow;
}

type Cell = Contingency["cells"][number];

function sumOfLargest({ total, cells }: Contingency, group: (cell: Cell) => number): number {
  if (total === 0) return 1;
  const largest = new Map<number, number>();
  for (const cell of cells) {
    largest.set(group(cell), Math.max(largest.get(group(cell)) ?? 0, cell.count));
  }
  return [...largest.values()].reduce((sum, count) => sum + count, 0) / total;
}
