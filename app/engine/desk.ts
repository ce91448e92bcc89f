import { VoxmatchError } from "../../base/errors.js";
import { VERSION } from "../../base/version.js";
import {
  type CaseRecord,
  CohortCollector,
  compareKeys,
  type DoneCase,
  type ExportFormat,
  exportCohort,
  keyOf,
  parseCaseRecord,
  type SummarizeOptions,
  summaryToDelimited,
  summaryToText,
} from "../../src/cohort/index.js";
import { readVolume } from "../../src/io/read-volume.js";
import { definitionsInUse } from "../../src/metrics/definitions.js";
import { resolveOptions } from "../../src/options/resolve.js";
import { encodeNumbers } from "../../src/reports/case/json-numbers.js";
import type { CaseSlices } from "../../src/reports/cohort/report-input.js";
import type { valueGrid } from "../../src/reports/figures/value-grid.js";
import type { CurveLine, CurvesFigure, DeskApi, GridFigure, ReportRequest, SummaryFormat } from "./cohort-protocol.js";
import { type GivenVolume, inputOf } from "./given-volume.js";
import { replyTo } from "./reply.js";
import { SmallDocument } from "./svg-document.js";

/** Sums up, exports and reports what the case workers found out. */
export class CohortDesk implements DeskApi {
  readonly #sets = new Map<string, Map<string, CaseRecord>>();

  add = async (set: string, line: string): Promise<void> => {
    const record = parseCaseRecord(line);
    const records = this.#sets.get(set) ?? new Map<string, CaseRecord>();
    this.#sets.set(set, records.set(keyOf(record), record));
  };

  keep = async (sets: readonly string[]): Promise<void> => {
    for (const set of this.#sets.keys()) if (!sets.includes(set)) this.#sets.delete(set);
  };

  summarize = (set: string, options: SummarizeOptions, isFinished: boolean) =>
    replyTo(async () => {
      const collector = this.#collect(set, options);
      collector.isFinished = isFinished;
      return collector.summarize();
    });

  summaryAs = (set: string, format: SummaryFormat, options: SummarizeOptions) =>
    replyTo(async () => {
      const summary = this.#collect(set, options).summarize();
      if (format === "json") return `${JSON.stringify(encodeNumbers(summary, "reason"), null, 2)}\n`;
      return format === "txt" ? summaryToText(summary) : summaryToDelimited(summary, { format });
    });

  exportAs = (set: string, format: ExportFormat, more: { readonly instances?: boolean; readonly model?: string }) =>
    replyTo(() => exportCohort(this.#recordsOf(set), { format, ...more }));

  report = (set: string, { title, options, summarize, files }: ReportRequest) =>
    replyTo(async () => {
      const [{ cohortReport, settleRecords }, { worstCases }, { WORST_CASES }, { worstSlices }] = await reportParts();
      const records = this.#recordsOf(set);
      const resolved = resolveOptions(options);
      const slices = new Map<string, CaseSlices>();
      for (const record of worstCases(settleRecords({ records, summarize }), records, WORST_CASES)) {
        slices.set(keyOf(record), await slicesOf(record, files, worstSlices));
      }
      const content = {
        title,
        records,
        summarize,
        slices,
        options: resolved,
        definitions: definitionsInUse(resolved, null),
        notes: resolved.notes,
        engine: `voxmatch ${VERSION}`,
      };
      return cohortReport(content, svgDocument()).text;
    });

  /** Fetches what is loaded late. */
  warmUp = async (): Promise<void> => {
    await Promise.all([reportParts(), figureParts(), import("../../src/runner/manifest-rows.js")]);
  };

  curvesFigure = (lines: readonly CurveLine[], options: CurvesFigure) =>
    replyTo(async () => {
      const [{ cornersOf, thresholdCurves }, , { standaloneSvg }] = await figureParts();
      const drawn = lines.map(({ name, curve, autc }) => ({ name, autc, corners: cornersOf(curve, options.key) }));
      const figure = thresholdCurves(drawn, { ...options, document: svgDocument() });
      return standaloneSvg(figure.outerHTML, options);
    });

  gridFigure = (cells: Parameters<typeof valueGrid>[0], options: GridFigure) =>
    replyTo(async () => {
      const [, { valueGrid }, { standaloneSvg }] = await figureParts();
      const figure = valueGrid(cells, { ...options, document: svgDocument() });
      return standaloneSvg(figure.outerHTML, options);
    });

  standalone = (drawing: string, title: string) =>
    replyTo(async () => {
      const [, , { standaloneSvg }] = await figureParts();
      return standaloneSvg(drawing, { title });
    });

  columnsIn = (bytes: Uint8Array, name: string) =>
    replyTo(async () => {
      const { manifestRows } = await import("../../src/runner/manifest-rows.js");
      const { rows, problems } = manifestRows(bytes, name);
      const [problem] = problems;
      if (problem !== undefined) throw invalid(name, `line ${problem.line}: ${problem.message}`);
      return new Map(
        rows.map(({ cells }) => {
          const { case: id = "", model, reference, prediction, ...columns } = Object.fromEntries(cells);
          if (id === "")
            throw invalid(name, "it has no column case, by which its rows are told which case they are of");
          return [id, columns];
        }),
      );
    });

  #collect(set: string, options: SummarizeOptions): CohortCollector {
    const collector = new CohortCollector(options);
    for (const record of this.#recordsOf(set)) collector.add(record);
    return collector;
  }

  /** In the order of a run's file. */
  #recordsOf(set: string): readonly CaseRecord[] {
    return [...(this.#sets.get(set)?.values() ?? [])].sort(compareKeys);
  }
}

function reportParts() {
  return Promise.all([
    import("../../src/reports/cohort/cohort-report.js"),
    import("../../src/reports/cohort/cohort-values.js"),
    import("../../src/reports/cohort/case-section.js"),
    import("../../src/reports/figures/slices.js"),
  ]);
}

function figureParts() {
  return Promise.all([
    import("../../src/reports/figures/threshold-curves.js"),
    import("../../src/reports/figures/value-grid.js"),
    import("../../src/reports/figures/standalone.js"),
  ]);
}

/** Safe: figures use no more of a document than this one has. */
function svgDocument(): Document {
  return new SmallDocument() as unknown as Document;
}

async function slicesOf(
  record: DoneCase,
  files: ReportRequest["files"],
  draw: typeof import("../../src/reports/figures/slices.js").worstSlices,
): Promise<CaseSlices> {
  const own = files.get(keyOf(record));
  if (own === undefined || own.prediction === null) return { problem: "its files are not at hand." };
  const read = (given: GivenVolume) => {
    const { file, ...beside } = inputOf(given);
    return readVolume(file, beside);
  };
  const [reference, prediction] = [await read(own.reference), await read(own.prediction)];
  return { slices: draw(reference, prediction, { title: record.case }) };
}

function invalid(name: string, reason: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${name}: ${reason}.`, { file: name });
}
