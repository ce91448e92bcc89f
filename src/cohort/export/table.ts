/** A cohort as flat tables: one row for each case and group, or one for each instance. */
import { flatNumbers } from "../../results/flat-numbers.js";
import type { PredictionRow, ReferenceRow, VoidRow } from "../../results/result-types.js";
import { kindsOf, statusesOf } from "../../results/taxonomy/instance-kinds.js";
import { type CaseRecord, type DoneCase, keyOf } from "../case-record.js";
import { situationOfCase } from "../policy/policy-rows.js";
import type { SettledCase, SettledGroup } from "../policy/settle-values.js";
import type { SettledRecords } from "./settled-records.js";

export type Cell = string | number | null;

type Row = Readonly<Record<string, Cell>>;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const RESERVED = new Set([
  "case",
  "model",
  "status",
  "situation",
  "group",
  "error_code",
  "error_message",
  "side",
  "kind",
]);

/**
 * Every number of every group of every case, as it is and, in a column `…_counted`, as the policy counts it. A case without a
 * usable prediction has rows of what it counts for; one that is left out for every model counts nowhere.
 */
export function caseTable(records: readonly CaseRecord[], { cases, missing }: SettledRecords): Table {
  const rows = records.flatMap((record): Row[] => {
    const settled = cases.get(keyOf(record));
    const key = { ...keyCells(record), status: record.status };
    if (record.status === "done") {
      return Object.entries(record.groups).map(([group, result]) => ({
        ...Object.fromEntries(flatNumbers(result)),
        ...countedCells(settled, group),
        ...key,
        group,
      }));
    }
    const { code, message } = record.error;
    const failed = { ...key, error_code: code, error_message: message };
    if (settled === undefined) return [{ ...failed, situation: "left_out" }];
    return filledRows(settled).map((row) => ({ ...row, ...failed }));
  });
  return tableOf(
    ["case", "model", ...carried(records), "status", "situation", "error_code", "error_message", "group"],
    [...rows, ...missing.flatMap((one) => filledRows(one).map((row) => ({ ...row, status: "missing" })))],
  );
}

function filledRows(settled: SettledCase): Row[] {
  return [...settled.groups.keys()].map((group) => ({
    ...keyCells(settled),
    ...countedCells(settled, group),
    group,
  }));
}

function countedCells(settled: SettledCase | undefined, group: string): Record<string, Cell> {
  const own = settled?.groups.get(group);
  if (settled === undefined || own === undefined) return { situation: "left_out" };
  return { ...countedNumbers(own), situation: situationOfCase(settled.origin, own) };
}

function countedNumbers({
  values,
  counted,
  counts: { tp, fp, fn },
  isReferenceKnown,
}: SettledGroup): Record<string, Cell> {
  return {
    ...Object.fromEntries([...values.keys()].map((key) => [`${key}_counted`, counted.get(key) ?? null])),
    ...(isReferenceKnown && { tp_counted: tp, fp_counted: fp, fn_counted: fn }),
  };
}

/**
 * Every instance of either side with its status and kind of error, and predictions in void, which count nowhere. `matched_to` are
 * labels of the other side, apart by a space.
 */
export function instanceTable(records: readonly CaseRecord[]): Table {
  const done = records.filter((record): record is DoneCase => record.status === "done");
  return tableOf(
    [
      "case",
      "model",
      ...carried(records),
      "group",
      "side",
      "label",
      "class",
      "status",
      "kind",
      "is_matched",
      "matched_to",
    ],
    done.flatMap((record) =>
      Object.entries(record.groups).flatMap(([group, result]) => {
        const key = { ...keyCells(record), group };
        const [statuses, kinds] = [statusesOf(result), kindsOf(result)];
        const wordsOf = (side: "reference" | "prediction", i: number) => ({
          ...key,
          side,
          status: statuses[side][i],
          kind: kinds?.[side][i] ?? null,
        });
        return [
          ...result.reference_instances.map((row, i) => ({
            ...instanceCells(row, row.predictions),
            ...wordsOf("reference", i),
          })),
          ...result.predicted_instances.map((row, i) => ({
            ...instanceCells(row, row.references),
            ...wordsOf("prediction", i),
          })),
          ...(result.void_instances ?? []).map((row) => ({ ...voidCells(row), ...key, side: "prediction" })),
        ];
      }),
    ),
  );
}

function tableOf(first: readonly string[], rows: readonly Row[]): Table {
  const columns = new Set(first);
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  const isCounted = (column: string) => column.endsWith("_counted") && !first.includes(column);
  const [own, counted] = [[...columns].filter((one) => !isCounted(one)), [...columns].filter(isCounted)];
  return { columns: [...own, ...counted], rows };
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

function voidCells({ status, label, class: own, voxels, void_voxels }: VoidRow): Record<string, Cell> {
  return { status, label, class: own, is_matched: 0, instance_voxel_count_pred: voxels - void_voxels, void_voxels };
}

function keyCells({ case: id, model, columns }: Pick<CaseRecord, "case" | "model" | "columns">): Record<string, Cell> {
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
