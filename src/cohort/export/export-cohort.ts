import { VoxmatchError } from "../../../base/errors.js";
import { type CaseRecord, type DoneCase, encodeCaseRecord } from "../case-record.js";
import { delimited } from "./delimited.js";
import { nnunetSummary } from "./nnunet-summary.js";
import { panopticaCohort } from "./panoptica-subjects.js";
import { panopticaJsonl, panopticaTsv } from "./panoptica-text.js";
import { parquet } from "./parquet.js";
import { type Cell, caseTable, instanceTable, type Table } from "./table.js";

export const EXPORT_FORMATS = [
  "csv",
  "tsv",
  "parquet",
  "jsonl",
  "panoptica-tsv",
  "panoptica-jsonl",
  "nnunet-summary",
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  /**
   * csv, tsv, parquet: one row for each instance instead of one for each case and group; panoptica's formats: rows for
   * reference instances too. Default false.
   */
  readonly instances?: boolean;
  /** csv, tsv: an apostrophe before texts that a spreadsheet would take for formulas (`=`, `+`, `-`, `@`, tab). Default false. */
  readonly spreadsheet?: boolean;
  /** Leaves out what other models predicted. panoptica's formats hold one model. */
  readonly model?: string;
}

/**
 * A cohort's records as a file for other programs. Tables have a column for every number of a group; NaN and Infinity are
 * written so, and a cell is empty where a number has no meaning. In panoptica's formats, which its
 * `Panoptica_Statistic.from_file` reads, undefined and infinite numbers are both empty, and failed cases are left out, as
 * panoptica does.
 * @returns text, or bytes (parquet)
 * @throws VoxmatchError `INVALID_OPTION` for an unknown format or model, and for several models, or names that panoptica would
 *   misread, in one of its formats
 */
export async function exportCohort(
  records: readonly CaseRecord[],
  { format, instances = false, spreadsheet = false, model }: ExportOptions,
): Promise<string | Uint8Array> {
  const chosen = recordsOfModel(records, model);
  switch (format) {
    case "jsonl":
      return chosen.map(encodeCaseRecord).join("");
    case "csv":
      return delimited(cellsOf(tableOf(chosen, instances)), ",", spreadsheet);
    case "tsv":
      return delimited(cellsOf(tableOf(chosen, instances)), "\t", spreadsheet);
    case "parquet":
      return parquet(tableOf(chosen, instances));
    case "panoptica-tsv":
      return panopticaTsv(panopticaCohort(doneOfOneModel(chosen), instances));
    case "panoptica-jsonl":
      return panopticaJsonl(panopticaCohort(doneOfOneModel(chosen), instances));
    case "nnunet-summary":
      return nnunetSummary(doneOfOneModel(chosen));
    default:
      throw new VoxmatchError(
        "INVALID_OPTION",
        `There is no format "${format satisfies never}". Formats are ${EXPORT_FORMATS.join(", ")}.`,
        { option: "format", value: format },
      );
  }
}

function tableOf(records: readonly CaseRecord[], instances: boolean): Table {
  return instances ? instanceTable(records) : caseTable(records);
}

function* cellsOf({ columns, rows }: Table): Generator<string[]> {
  yield [...columns];
  for (const row of rows) yield columns.map((column) => textOf(row[column] ?? null));
}

function textOf(cell: Cell): string {
  return cell === null ? "" : String(cell);
}

function recordsOfModel(records: readonly CaseRecord[], model: string | undefined): readonly CaseRecord[] {
  if (model === undefined) return records;
  const chosen = records.filter((record) => record.model === model);
  if (chosen.length > 0) return chosen;
  throw new VoxmatchError("INVALID_OPTION", `No record is of model ${model}. Models are: ${modelsOf(records)}.`, {
    model,
  });
}

function doneOfOneModel(records: readonly CaseRecord[]): DoneCase[] {
  if (new Set(records.map(({ model }) => model)).size > 1) {
    throw new VoxmatchError(
      "INVALID_OPTION",
      `The records are of several models, and this format holds one. Name one --model: ${modelsOf(records)}.`,
      { option: "model" },
    );
  }
  return records.filter((record): record is DoneCase => record.status === "done");
}

function modelsOf(records: readonly CaseRecord[]): string {
  return [...new Set(records.map(({ model }) => model ?? "(none)"))].join(", ");
}
