/**
 * Label files: what each thing is, or in which cluster, as `id,label` in CSV. Two of them meet by id
 * (`joinById` of the core), so every label needs one.
 */
import { type CsvRecord, readCsvRecords } from "./csv-records.ts";
import { invalidTable } from "./vector-table.ts";

/** Label by id, in the order of the file. */
export type LabelTable = ReadonlyMap<string, string>;

/**
 * Reads a CSV file with columns `id` and `label` (others are passed over), or, without a header, with
 * exactly these two columns. An empty label stays empty.
 * @throws ImanticsError `table-not-readable`, or `table-invalid` also for an id that stands there twice.
 */
export async function readLabels(file: string): Promise<LabelTable> {
  const labels = new Map<string, string>();
  let columns: LabelColumns | null = null;
  for await (const record of readCsvRecords(file)) {
    if (columns === null) {
      columns = labelColumns(record.fields, file);
      if (columns.isHeader) continue;
    }
    const { id, label } = fieldsOf(record, columns, file);
    if (labels.has(id)) {
      throw invalidTable(
        file,
        `id "${id}" stands there twice, again on line ${record.line}`,
        "Give each id one label",
      );
    }
    labels.set(id, label);
  }
  if (labels.size === 0)
    throw invalidTable(file, "it holds no labels", "Write a line id,label for each thing");
  return labels;
}

interface LabelColumns {
  readonly id: number;
  readonly label: number;
  readonly count: number;
  readonly isHeader: boolean;
}

function labelColumns(first: readonly string[], file: string): LabelColumns {
  const names = first.map((field) => field.trim().toLowerCase());
  const label = names.indexOf("label");
  const id = names.indexOf("id");
  if (id >= 0 && label >= 0) return { id, label, count: first.length, isHeader: true };
  if (first.length === 2 && id < 0 && label < 0) return { id: 0, label: 1, count: 2, isHeader: false };
  throw invalidTable(
    file,
    `its first line is "${first.join(",")}"`,
    "Label files have columns id and label: begin with the line id,label",
  );
}

function fieldsOf({ line, fields }: CsvRecord, { id, label, count }: LabelColumns, file: string) {
  if (fields.length !== count) {
    throw invalidTable(
      file,
      `line ${line} has ${fields.length} fields instead of ${count}`,
      "Quote fields that hold commas",
    );
  }
  return { id: fields[id]?.trim() ?? "", label: fields[label]?.trim() ?? "" };
}
