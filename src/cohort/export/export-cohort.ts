import { VoxmatchError } from "../../../base/errors.js";
import { type CaseRecord, type DoneCase, encodeCaseRecord } from "../case-record.js";
import { type MapTableName, mapTable } from "../maps/map-table.js";
import { type PolicyHead, policyHead } from "../policy/policy-head.js";
import { checkPolicy, type PolicyOptions, settlePolicy } from "../policy/policy-options.js";
import { CohortCollector } from "../summary/summarize-cohort.js";
import type { CohortSummary } from "../summary/summary-types.js";
import { delimited } from "./delimited.js";
import { flatMetrics } from "./flat-metrics.js";
import { nnunetSummary } from "./nnunet-summary.js";
import { panopticaCohort } from "./panoptica-subjects.js";
import { panopticaJsonl, panopticaTsv } from "./panoptica-text.js";
import { parquet } from "./parquet.js";
import { settleForExport } from "./settled-records.js";
import { type Cell, caseTable, instanceTable, type Table } from "./table.js";

export const EXPORT_FORMATS = [
  "csv",
  "tsv",
  "parquet",
  "jsonl",
  "panoptica-tsv",
  "panoptica-jsonl",
  "nnunet-summary",
  "metrics",
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions extends PolicyOptions {
  readonly format: ExportFormat;
  /**
   * csv, tsv, parquet: one row for each instance instead of one for each case and group; panoptica's formats: rows for
   * reference instances too. Default false.
   */
  readonly instances?: boolean;
  /** csv, tsv, parquet: what continuous maps say instead of labels: their scores, or a row for each candidate, lesion or region. */
  readonly maps?: MapTableName;
  /** csv, tsv: an apostrophe before texts that a spreadsheet would take for formulas (`=`, `+`, `-`, `@`, tab). Default false. */
  readonly spreadsheet?: boolean;
  /** Leaves out what other models predicted. panoptica's formats hold one model. */
  readonly model?: string;
  /** Whether a case that a model has no record of is missing; else it is still to be evaluated. Default true. */
  readonly isFinished?: boolean;
}

/**
 * A cohort's records as a file for other programs. Tables of cases have two columns for every metric: the number as it was
 * measured (NaN and Infinity are written so; a cell is empty where it has no meaning), and `…_counted`, for which the case
 * counts by the policy, with the case's `situation`; missing predictions have rows, too. {@link exportPolicy} says the rest. In panoptica's formats, which its
 * `Panoptica_Statistic.from_file` reads, undefined and infinite numbers are both empty, and failed cases are left out, as
 * panoptica does. `metrics` is one flat object of numbers of the whole cohort.
 * @returns text, or bytes (parquet)
 * @throws VoxmatchError `INVALID_OPTION` for an unknown format, model or choice, and for several models, or names that panoptica
 *   would misread, in one of its formats; `INVALID_FILE` if predictions are missing and the policy refuses that
 */
export async function exportCohort(
  records: readonly CaseRecord[],
  options: ExportOptions,
): Promise<string | Uint8Array> {
  const { format, instances = false, spreadsheet = false, model } = options;
  checkPolicy(options);
  const chosen = recordsOfModel(records, model);
  const tableOf = () => {
    if (options.maps !== undefined) return mapTable(chosen, options.maps);
    return instances ? instanceTable(chosen) : countedTable(records, options);
  };
  switch (format) {
    case "jsonl":
      return chosen.map(encodeCaseRecord).join("");
    case "csv":
      return delimited(cellsOf(tableOf()), ",", spreadsheet);
    case "tsv":
      return delimited(cellsOf(tableOf()), "\t", spreadsheet);
    case "parquet":
      return parquet(tableOf(), exportPolicy(records, options));
    case "panoptica-tsv":
      return panopticaTsv(panopticaCohort(doneOfOneModel(chosen), instances));
    case "panoptica-jsonl":
      return panopticaJsonl(panopticaCohort(doneOfOneModel(chosen), instances));
    case "nnunet-summary":
      return nnunetSummary(doneOfOneModel(chosen));
    case "metrics":
      return flatMetrics(summaryFor(records, options), model);
    default:
      throw new VoxmatchError(
        "INVALID_OPTION",
        `There is no format "${format satisfies never}". Formats are ${EXPORT_FORMATS.join(", ")}.`,
        { option: "format", value: format },
      );
  }
}

/** The policy, its counts, and what is missing: what a file of {@link exportCohort} has no room for. */
export function exportPolicy(records: readonly CaseRecord[], options: ExportOptions): PolicyHead {
  return policyHead(summaryFor(records, options));
}

function summaryFor(
  records: readonly CaseRecord[],
  { isFinished = true, correctEmpty, worstDistance, missing, failed, undefined: choice }: ExportOptions,
): CohortSummary {
  const policy = { correctEmpty, worstDistance, missing, failed, undefined: choice };
  const asked = Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
  // Counts and means need no intervals: as few draws as there may be.
  const collector = new CohortCollector({ ...asked, compare: [], resamples: 99 });
  collector.isFinished = isFinished;
  for (const record of records) collector.add(record);
  return collector.summarize();
}

/** Applies the policy to all models before one is chosen: cases of the others tell which ones a model lacks. */
function countedTable(records: readonly CaseRecord[], options: ExportOptions): Table {
  const { model, isFinished = true } = options;
  const { cases, missing } = settleForExport(records, settlePolicy(options), isFinished);
  const own = missing.filter((one) => model === undefined || one.model === model);
  return caseTable(recordsOfModel(records, model), { cases, missing: own });
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
