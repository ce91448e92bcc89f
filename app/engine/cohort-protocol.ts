/** Messages between the page and the workers of a cohort. */
import type { CaseKey, CohortSummary, ExportFormat, PlannedCase, SummarizeOptions } from "../../src/cohort/index.js";
import type { EvaluateOptions } from "../../src/index.js";
import type { valueGrid } from "../../src/reports/figures/value-grid.js";
import type { GivenVolume } from "./given-volume.js";
import type { GroupNumbers, Reply, StrategyCurve } from "./protocol.js";

/** One case and model, as the page shows it. */
export interface CaseRow extends CaseKey {
  readonly key: string;
  /** Null for a case that failed. */
  readonly groups: Readonly<Record<string, GroupNumbers>> | null;
  /** Why it failed; null if it was evaluated. */
  readonly failure: string | null;
}

/** Evaluates cases, one at a time; there are several of them. */
export interface CaseWorkerApi {
  /**
   * @param files the prediction is null where a model has none
   * @returns the case's line of `cases.jsonl`, and what the page shows of it
   */
  evaluateCase(
    planned: PlannedCase,
    files: { readonly reference: GivenVolume; readonly prediction: GivenVolume | null },
    options: EvaluateOptions,
  ): Promise<{ readonly line: string; readonly row: CaseRow }>;
}

export type SummaryFormat = "json" | "tsv" | "csv" | "txt";

/** Inputs of a report, apart from the records. */
export interface ReportRequest {
  readonly title: string;
  readonly options: EvaluateOptions;
  readonly summarize: SummarizeOptions;
  /** The files of the cases by key, of which the worst are drawn. */
  readonly files: ReadonlyMap<string, { readonly reference: GivenVolume; readonly prediction: GivenVolume | null }>;
}

/** A line of a figure of thresholds. */
export interface CurveLine {
  readonly name: string;
  readonly curve: StrategyCurve["curve"];
  /** The area below it; null if it is not shown. */
  readonly autc: number | null;
}

export interface CurvesFigure {
  readonly title: string;
  readonly key: "pq" | "rq" | "sq";
  readonly quality: string;
  readonly threshold: number | null;
}

export type GridFigure = Omit<Parameters<typeof valueGrid>[1], "document">;

/** Keeps the records of cohorts, each under the options that they were evaluated with, and says everything that is said of many. */
export interface DeskApi {
  add(set: string, line: string): Promise<void>;
  /** Forgets the records of all other sets. */
  keep(sets: readonly string[]): Promise<void>;
  summarize(set: string, options: SummarizeOptions, isFinished: boolean): Promise<Reply<CohortSummary>>;
  summaryAs(set: string, format: SummaryFormat, options: SummarizeOptions): Promise<Reply<string>>;
  exportAs(
    set: string,
    format: ExportFormat,
    more: { readonly instances?: boolean; readonly model?: string },
  ): Promise<Reply<string | Uint8Array>>;
  report(set: string, request: ReportRequest): Promise<Reply<string>>;
  /** Fetches what is loaded late. */
  warmUp(): Promise<void>;
  /** Figures for print, as SVG. */
  curvesFigure(lines: readonly CurveLine[], options: CurvesFigure): Promise<Reply<string>>;
  gridFigure(cells: Parameters<typeof valueGrid>[0], options: GridFigure): Promise<Reply<string>>;
  /** A drawing of the page, by its outer HTML. */
  standalone(drawing: string, title: string): Promise<Reply<string>>;
  /** Further columns of cases, by case, from a manifest. */
  columnsIn(bytes: Uint8Array, name: string): Promise<Reply<ReadonlyMap<string, Readonly<Record<string, string>>>>>;
}
