import type { MapSummary, RegionSummaryRow } from "../../cohort/maps/map-summary.js";
import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { interval, probability } from "../../cohort/summary/text/text-table.js";
import { formatNumber } from "../case/text.js";
import { frocFigure } from "../figures/froc.js";
import { regionBars } from "../figures/region-bars.js";
import { html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** Regions that a figure shows. */
const MOST_REGIONS = 20;

/** Continuous maps: scores, detection of lesions with its FROC, models compared, regions; null without maps. */
export function mapSection({ maps }: CohortSummary, document: Document): Markup | null {
  if (maps === undefined) return null;
  const failed =
    maps.n_failed === 0
      ? null
      : html`<p>Cases without a map that could be used: ${maps.n_failed}. Means leave them out; their lesions, where known, count as missed.</p>`;
  return html`<section aria-labelledby="maps"><h2 id="maps">Maps</h2>
${failed}${detectionPart(maps, document)}${scorePart(maps)}${comparisonPart(maps)}${regionPart(maps, document)}</section>`;
}

function nameOf({ model, group }: { readonly model: string | null; readonly group: string }): string {
  return model === null ? group : `${model} · ${group}`;
}

function scorePart({ scores }: MapSummary): Markup | null {
  if (scores.length === 0) return null;
  return table(
    "Scores of maps over cases",
    ["score", "series", "n", "without a value", "mean", "interval", "sd", "median", "better"],
    scores.map((row) => [
      ...[
        row.score,
        nameOf(row),
        row.n,
        row.n_undefined,
        formatNumber(row.mean),
        interval(row.mean_low, row.mean_high),
      ],
      ...[formatNumber(row.sd), formatNumber(row.median), row.better === "none" ? "" : row.better],
    ]),
    (column) => column > 1,
  );
}

function detectionPart({ detection, froc, rules }: MapSummary, document: Document): Markup | null {
  if (detection.length === 0) return null;
  const title = "Sensitivity over false positives per case (FROC)";
  const points = froc.map((row) => ({ ...row, series: nameOf(row) }));
  const numbers = table(
    title,
    ["series", "false positives per case", "sensitivity", "interval"],
    points.map((row) => [
      row.series,
      formatNumber(row.rate),
      formatNumber(row.sensitivity),
      interval(row.low, row.high),
    ]),
  );
  const per = rules.fpPer === "cases" ? "all cases" : "cases without a lesion";
  return html`<h3>Detection of lesions</h3><p class="faint">False positives are counted per ${per}; average precision counts lesions that were missed.</p>
${figure(
  {
    name: ["froc"],
    title,
    caption: `${title}. The band is the interval at each rate.`,
    svg: frocFigure(points, { document, title }),
  },
  numbers,
)}
${table(
  "Detection over all cases",
  ["score", "series", "value", "interval", "cases", "lesions"],
  detection.map((row) => [
    ...[row.score, nameOf(row), formatNumber(row.value), interval(row.low, row.high), row.n_cases, row.n_lesions],
  ]),
  (column) => column > 1,
)}`;
}

function comparisonPart({ comparisons }: MapSummary): Markup | null {
  if (comparisons.length === 0) return null;
  return table(
    "Models compared over the cases of both",
    ["score", "first", "second", "group", "difference", "interval", "p", "p (Holm)", "cases"],
    comparisons.map((row) => [
      ...[row.score, row.first ?? "", row.second ?? "", row.group, formatNumber(row.difference)],
      ...[interval(row.low, row.high), probability(row.p), probability(row.p_holm), row.n_cases],
    ]),
    (column) => column > 3,
  );
}

function regionPart({ regions }: MapSummary, document: Document): Markup | null {
  const models = [...new Set(regions.map(({ model }) => model))];
  if (models.length === 0) return null;
  return html`<h3>Regions</h3>${models.map((model) =>
    regionFigure(
      model,
      regions.filter((row) => row.model === model),
      document,
    ),
  )}`;
}

function placeOf({ rank_share }: RegionSummaryRow): number {
  return rank_share ?? Number.POSITIVE_INFINITY;
}

function regionFigure(model: string | null, rows: readonly RegionSummaryRow[], document: Document): Markup {
  const ordered = rows.toSorted((a, b) => placeOf(a) - placeOf(b));
  const title = `Mean share of the map by region${model === null ? "" : `, ${model}`}`;
  const numbers = table(
    title,
    ["region", "label", "n", "share", "interval", "mean of the map", "interval", "rank by share", "rank by mean"],
    ordered.map((row) => [
      ...[row.name, row.label, row.n, formatNumber(row.share), interval(row.share_low, row.share_high)],
      ...[formatNumber(row.density), interval(row.density_low, row.density_high)],
      ...[row.rank_share ?? "", row.rank_density ?? ""],
    ]),
  );
  const bars = ordered
    .filter(({ share, label }) => label !== 0 && Number.isFinite(share))
    .slice(0, MOST_REGIONS)
    .map(({ name, share, share_low, share_high }) => ({ name, value: share, low: share_low, high: share_high }));
  if (bars.length === 0) return numbers;
  const svg = regionBars(bars, { document, title, label: "share of the map’s sum" });
  const caption = `${title}: the ${bars.length} largest, with intervals.`;
  return figure({ name: ["regions", model], title, caption, svg }, numbers);
}
