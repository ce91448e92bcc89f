import { formatNumber } from "../../reports/case/text.js";
import type { CohortSummary } from "../summary/summary-types.js";
import { interval, plural, probability, said, tableLines } from "../summary/text/text-table.js";
import type { MapSummary } from "./map-summary.js";

/** Regions that a screen shows of each model. */
const MOST_REGIONS = 10;

/** Scores that are told in brief, one or two of each kind. */
const BRIEF: ReadonlySet<string> = new Set([
  ...["mass_accuracy", "rank_accuracy", "auroc", "ap", "best_dice", "autc_dice", "autc_pq", "pointing_hit"],
  ...[
    "brier_skill",
    "ece",
    "lesion_ap",
    "froc_score",
    "case_auroc",
    "picai_score",
    "lesion_sensitivity",
    "fp_per_case",
  ],
]);

/**
 * Maps of a cohort as text, for a screen.
 * @param isBrief only the main scores
 */
export function mapSections(summary: Pick<CohortSummary, "maps">, width: number, isBrief: boolean): string[][] {
  if (summary.maps === undefined) return [];
  const maps = isBrief ? briefly(summary.maps) : summary.maps;
  return [
    scoreLines(maps, width),
    detectionLines(maps, width),
    comparisonLines(maps, width),
    regionLines(maps, width),
    repeatLines(maps, width),
  ];
}

function briefly(maps: MapSummary): MapSummary {
  const main = <Row extends { readonly score: string }>(rows: readonly Row[]) =>
    rows.filter(({ score }) => BRIEF.has(score) || score.startsWith("dice_at_"));
  return { ...maps, scores: main(maps.scores), detection: main(maps.detection), comparisons: main(maps.comparisons) };
}

function nameOf({ model, group }: { readonly model: string | null; readonly group: string }): string {
  return model === null ? group : `${model} · ${group}`;
}

/** The chance level of a score that has one. */
function levelText({ chance }: { readonly chance: number | null }): string {
  return chance === null ? "" : formatNumber(chance);
}

function scoreLines({ scores, n_failed }: MapSummary, width: number): string[] {
  const shown = scores.filter(({ better }) => better !== "none");
  if (shown.length === 0) return [];
  const failed = `${plural(n_failed, "case")} without a map that could be used: left out of these means.`;
  return [
    "Maps: means over cases",
    ...tableLines(
      {
        head: ["model", "score", "n", "mean", "", "chance", "sd", "median"],
        rows: shown.map((row) => [
          ...[nameOf(row), row.score, String(row.n), formatNumber(row.mean), interval(row.mean_low, row.mean_high)],
          ...[levelText(row), ...[row.sd, row.median].map((value) => formatNumber(value))],
        ]),
        left: 2,
        dispensable: ["median", "sd"],
      },
      width,
    ),
    ...(n_failed > 0 ? said(failed, width) : []),
  ];
}

function detectionLines({ detection, n_failed }: MapSummary, width: number): string[] {
  if (detection.length === 0) return [];
  const failed = `${plural(n_failed, "case")} without a map that could be used: lesions that are known count as missed.`;
  return [
    "Detection of lesions over all cases",
    ...tableLines(
      {
        head: ["model", "score", "value", "", "chance", "cases", "lesions"],
        rows: detection.map((row) => [
          ...[nameOf(row), row.score, formatNumber(row.value, row.unit), interval(row.low, row.high, row.unit)],
          ...[levelText(row), ...[row.n_cases, row.n_lesions].map(String)],
        ]),
        left: 2,
      },
      width,
    ),
    ...(n_failed > 0 ? said(failed, width) : []),
  ];
}

function comparisonLines({ comparisons }: MapSummary, width: number): string[] {
  if (comparisons.length === 0) return [];
  return [
    "Maps: models compared over the cases of both",
    ...tableLines(
      {
        head: ["first − second", "score", "difference", "", "p", "p (Holm)", "n"],
        rows: comparisons.map((row) => [
          ...[`${row.first ?? ""} − ${row.second ?? ""} · ${row.group}`, row.score, formatNumber(row.difference)],
          ...[interval(row.low, row.high), probability(row.p), probability(row.p_holm), String(row.n_cases)],
        ]),
        left: 2,
        dispensable: ["n", "p"],
      },
      width,
    ),
  ];
}

function regionLines({ regions }: MapSummary, width: number): string[] {
  const ranked = regions.filter(({ rank_share }) => rank_share !== null && rank_share <= MOST_REGIONS);
  if (ranked.length === 0) return [];
  const ordered = ranked.toSorted((a, b) => {
    return (a.model ?? "").localeCompare(b.model ?? "", "en") || (a.rank_share ?? 0) - (b.rank_share ?? 0);
  });
  return [
    "Regions of the largest mean share",
    ...tableLines(
      {
        head: ["model", "region", "share", "", "density", "", "rank by density", "n"],
        rows: ordered.map((row) => [
          ...[row.model ?? "", row.name, formatNumber(row.share), interval(row.share_low, row.share_high)],
          ...[formatNumber(row.density), interval(row.density_low, row.density_high)],
          ...[String(row.rank_density ?? ""), String(row.n)],
        ]),
        left: 2,
        dispensable: ["n", "rank by density"],
      },
      width,
    ),
  ];
}

function repeatLines({ repeats }: MapSummary, width: number): string[] {
  if (repeats.length === 0) return [];
  return [
    "Agreement of repeated maps: means over cases",
    ...tableLines(
      {
        head: ["model", "agreement", "n", "mean", "", "sd", "median"],
        rows: repeats.map((row) => [
          ...[row.model ?? "", row.score, String(row.n), formatNumber(row.mean)],
          interval(row.mean_low, row.mean_high),
          ...[row.sd, row.median].map((value) => formatNumber(value)),
        ]),
        left: 2,
        dispensable: ["median", "sd"],
      },
      width,
    ),
  ];
}
