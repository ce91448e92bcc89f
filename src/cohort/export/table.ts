/** A cohort as flat tables: one row for each case and group, or one for each instance. */
import { flatNumbers } from "../../results/flat-numbers.js";
import type { PredictionRow, ReferenceRow } from "../../results/result-types.js";
import type { CaseRecord, DoneCase } from "../case-record.js";

export type Cell = string | number | null;

type Row = Readonly<Record<string, Cell>>;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const RESERVED = new Set(["case", "model", "status", "group", "error_code", "error_message", "side"]);

/** Every number of every group of every case; a failed case has one row, which says why. */
export function caseTable(records: readonly CaseRecord[]): Table {
  return tableOf(
    ["case", "model", ...carried(records), "status", "error_code", "error_message", "group"],
    records.flatMap((record): Row[] => {
      const key = keyCells(record);
      if (record.status === "failed") {
        return [{ ...key, status: "failed", error_code: record.error.code, error_message: record.error.message }];
      }
      return Object.entries(record.groups).map(([group, result]) => ({
        ...Object.fromEntries(flatNumbers(result)),
        ...key,
        status: "done",
        group,
      }));
    }),
  );
}

/** Every instance of either side. `matched_to` are labels of the other side, apart by a space. */
export function instanceTable(records: readonly CaseRecord[]): Table {
  const done = records.filter((record): record is DoneCase => record.status === "done");
  return tableOf(
    ["case", "model", ...carried(records), "group", "side", "label", "class", "is_matched", "matched_to"],
    done.flatMap((record) =>
      Object.entries(record.groups).flatMap(([group, result]) => {
        const key = { ...keyCells(record), group };
        return [
          ...result.reference_instances.map((row) => ({
            ...instanceCells(row, row.predictions),
            ...key,
            side: "reference",
          })),
          ...result.predicted_instances.map((row) => ({
            ...instanceCells(row, row.references),
            ...key,
            side: "prediction",
          })),
        ];
      }),
    ),
  );
}

function tableOf(first: readonly string[], rows: readonly Row[]): Table {
  const columns = new Set(first);
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  return { columns: [...columns], rows };
}

function instanceCells(row: ReferenceRow | PredictionRow, partners: readonly number[]): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const [key, value] of Object.entries(row)) if (typeof value === "number") cells[key] = value;
  row.centre.forEach((at, axis) => {
    cells[`centre_${"xyz"[axis]}`] = at;
  });
  row.box.forEach(([low, high], axis) => {
    cells[`box_${"xyz"[axis]}_first`] = low;
    cells[`box_${"xyz"[axis]}_last`] = high;
  });
  return { ...cells, matched_to: partners.join(" ") };
}

function keyCells({ case: id, model, columns }: CaseRecord): Record<string, Cell> {
  const cells: Record<string, Cell> = { case: id, model };
  for (const [name, value] of Object.entries(columns)) cells[columnName(name)] = value;
  return cells;
}

function carried(records: readonly CaseRecord[]): string[] {
  return [...new Set(records.flatMap(({ columns }) => Object.keys(columns).map(columnName)))];
}

/** A column of the manifest must not hide one of the table. */
function columnName(name: string): string {
  return RESERVED.has(name) ? `manifest_${name}` : name;
}
