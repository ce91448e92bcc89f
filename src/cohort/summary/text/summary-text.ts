import { wrap } from "../../../reports/case/text.js";
import { mapSections } from "../../maps/map-text.js";
import type { CohortSummary } from "../summary-types.js";
import { extremeSection, failureLines, failureSection, worstLines } from "./case-section.js";
import { comparisonSection, gapSection } from "./comparison-section.js";
import { headSection } from "./head-section.js";
import { consensusSection, leaderboardSection } from "./leaderboard-section.js";
import { meansSection, sampleSection } from "./metric-section.js";
import { ranksSection } from "./ranks-section.js";

const WIDTH = 120;
/** In brief, of more pairs than these the leaderboard says how many were decided. */
const MOST_PAIRS = 3;

export interface SummaryTextOptions {
  /** Of the lines, in characters. Default 120, at least 60. */
  readonly width?: number;
  /** Every table of every model and group, however many those are. Default false: what fits a screen. */
  readonly full?: boolean;
}

/**
 * A summary as text for people. In brief it fits a screen: policy, warnings, missing cases and notes are always there, and a line
 * says where the rest is.
 */
export function summaryToText(
  summary: CohortSummary,
  { width: asked = WIDTH, full = false }: SummaryTextOptions = {},
): string {
  const width = Math.max(60, asked);
  const sections = [
    ...(full ? fullSections(summary, width) : briefSections(summary, width)),
    [
      ...wrap(aboutIntervals(summary, full), width, "  "),
      ...(full ? [] : wrap(WHERE_THE_REST_IS, width, "  ")),
      ...summary.notes.flatMap((note) => wrap(`Note: ${note}`, width, "  ")),
    ],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

const WHERE_THE_REST_IS =
  "More: --full (every table: quartiles, reasons, pairs, best cases), --format csv or json (every number), voxmatch report.";

function briefSections(summary: CohortSummary, width: number): string[][] {
  const counts = summary.counts.filter(({ by }) => by === null);
  const comparisons = summary.comparisons.filter(({ by }) => by === null);
  const pairs = comparisons.length <= MOST_PAIRS || summary.options.margin !== null ? comparisons : [];
  return [
    headSection(summary, width, true),
    ...ranksSection(summary, width),
    comparisonSection({ ...summary, comparisons: pairs }, width),
    counts.length > 1
      ? meansSection(summary, width)
      : counts.flatMap((one) => sampleSection(summary, one, width, true)),
    ...mapSections(summary, width, true),
    gapSection(summary, width),
    [...worstLines(summary, width), ...failureLines(summary, width)],
  ];
}

function fullSections(summary: CohortSummary, width: number): string[][] {
  return [
    headSection(summary, width),
    leaderboardSection(summary, width),
    consensusSection(summary, width),
    comparisonSection(summary, width),
    ...summary.counts.map((one) => sampleSection(summary, one, width)),
    ...mapSections(summary, width, false),
    gapSection(summary, width),
    extremeSection(summary, width),
    failureSection(summary, width),
  ];
}

function aboutIntervals({ options, counts }: CohortSummary, full: boolean): string {
  const percent = Number((100 * options.confidence).toFixed(6));
  const drawn = options.cluster === null ? "cases" : `cases by ${options.cluster}`;
  // Several models and groups have pooled values in full alone.
  const pooled = full || counts.filter(({ by }) => by === null).length === 1 ? " Pooled: all instances together." : "";
  return (
    `Brackets: ${percent} % intervals, bootstrap of ${drawn} (${options.interval}, ${options.resamples} draws, ` +
    `seed ${options.seed}).${pooled}`
  );
}
