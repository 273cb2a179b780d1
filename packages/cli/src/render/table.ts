/** Plain columns: padded with spaces, no frame, so that `cut`, `awk` and eyes all cope. */
import { oneLine } from "./harmless.ts";

/** Rows of cells → lines. `numeric` columns are aligned to the right; the last column is never padded. */
export function renderTable(cells: readonly (readonly string[])[], numeric: readonly number[] = []): string {
  const rows = cells.map((row) => row.map(oneLine));
  const columnCount = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          if (numeric.includes(column)) return cell.padStart(width);
          return column === columnCount - 1 ? cell : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
