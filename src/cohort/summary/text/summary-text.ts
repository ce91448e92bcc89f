import { formatNumber, wrap } from "../../../reports/case/text.js";
import { mapSections } from "../../maps/map-text.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { CohortSummary } from "../summary-types.js";
import { headSection } from "./head-section.js";
import { meansSection, sampleSection } from "./metric-section.js";
import { comparisonSection, consensusSection, gapSection, leaderboardSection } from "./rank-section.js";
import { fewer, said, tableLines } from "./text-table.js";

const WIDTH = 120;
/** More models and groups than these have one table of means, as a screen holds no more. */
const MOST_SAMPLES = 2;

export interface SummaryTextOptions {
  /** Of the lines, in characters. Default 120, at least 60. */
  readonly width?: number;
  /** Every table of every model and group, however many those are. Default false. */
  readonly full?: boolean;
}

/** A summary as text for people: it fits a screen or two, and CSV and JSON have what it leaves out. */
export function summaryToText(
  summary: CohortSummary,
  { width: asked = WIDTH, full = false }: SummaryTextOptions = {},
): string {
  const { options, notes } = summary;
  const width = Math.max(60, asked);
  const percent = Number((100 * options.confidence).toFixed(6));
  const drawn = options.cluster === null ? "cases" : `cases by ${options.cluster}`;
  const about =
    `Brackets: ${percent} % intervals, bootstrap of ${drawn} (${options.interval}, ${options.resamples} draws, ` +
    `seed ${options.seed}). pooled: all instances together.`;
  const isBrief = summary.counts.filter(({ by }) => by === null).length > MOST_SAMPLES && !full;
  const sections = [
    headSection(summary, width),
    leaderboardSection(summary, width),
    consensusSection(summary, width),
    comparisonSection(summary, width),
    ...(isBrief ? [meansSection(summary, width)] : summary.counts.map((one) => sampleSection(summary, one, width))),
    ...mapSections(summary, width),
    gapSection(summary, width),
    extremeSection(summary, width, isBrief),
    failureSection(summary, width),
    wrap(about, width),
    notes.flatMap((note) => wrap(`Note: ${note}`, width, "  ")),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function extremeSection({ extremes, options }: CohortSummary, width: number, isBrief: boolean): string[] {
  if (extremes.length === 0) return [];
  const shown = isBrief ? extremes.filter(({ place, end }) => place === 1 && end === "worst") : extremes;
  const rows = isBrief && shown.length > options.top ? shown.slice(0, fewer(options.top)) : shown;
  return [
    isBrief ? "Worst case of each model (mean over groups)" : "Best and worst cases (mean over groups)",
    ...tableLines(
      {
        head: ["case", "model", "", "metric", "value"],
        rows: rows.map((row) => [
          row.case,
          row.model ?? "",
          `${row.end} ${row.place}`,
          row.metric,
          formatNumber(row.value, summaryMetricOf(row.metric).unit),
        ]),
        left: 4,
      },
      width,
    ),
    ...(shown.length > rows.length ? said(`… and ${shown.length - rows.length} more.`, width) : []),
  ];
}

function failureSection({ failures, options }: CohortSummary, width: number): string[] {
  if (failures.length === 0) return [];
  const shown = failures.slice(0, options.top);
  const rest = failures.length - shown.length;
  return [
    "Failures",
    ...shown.flatMap(({ case: id, model, message }) =>
      said(`${model === null ? id : `${id} (${model})`}: ${message}`, width),
    ),
    ...(rest > 0 ? said(`… and ${rest} more; all of them with --format json.`, width) : []),
  ];
}
