import type { CaseRecord } from "../../cohort/case-record.js";
import type { MapSummary } from "../../cohort/maps/map-summary.js";
import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { interval, probability } from "../../cohort/summary/text/text-table.js";
import { formatNumber } from "../case/text.js";
import { frocFigure } from "../figures/froc.js";
import { mapFigures, regionFigures } from "./map-figures.js";
import { html, type Markup } from "./markup.js";
import { figure, folded, table } from "./table.js";

/** Continuous maps: curves, scores, detection of lesions with its FROC, models compared, regions; null without maps. */
export function mapSection(
  { maps, n_cases }: CohortSummary,
  records: readonly CaseRecord[],
  document: Document,
): Markup | null {
  if (maps === undefined) return null;
  const failed =
    maps.n_failed === 0
      ? null
      : html`<p>Cases without a map that could be used: ${maps.n_failed}. Means leave them out; their lesions, where known, count as missed.</p>`;
  return html`<section aria-labelledby="maps"><h2 id="maps">Maps</h2>
${failed}${mapFigures(records, document)}${detectionPart(maps, document)}${n_cases === 1 ? valuePart(maps) : scorePart(maps)}${comparisonPart(maps)}${regionFigures(maps, document)}${repeatPart(maps)}</section>`;
}

type Names = (row: { readonly model: string | null; readonly group: string }) => string;

/** Names rows by what tells them apart: the model, unless there is but one, and the group likewise. */
function namesIn({ scores }: MapSummary): Names {
  const isOne = (key: "model" | "group") => new Set(scores.map((row) => row[key])).size < 2;
  const [oneModel, oneGroup] = [isOne("model"), isOne("group")];
  return ({ model, group }) => {
    if (model === null || (oneModel && !oneGroup)) return group;
    return oneGroup ? model : `${model} · ${group}`;
  };
}

function levelOf({ chance }: { readonly chance: number | null }): string {
  return chance === null ? "" : formatNumber(chance);
}

function betterOf({ better }: MapSummary["scores"][number]): string {
  return better === "none" ? "" : better;
}

/** Of a single map means would be its scores. */
function valuePart({ scores }: MapSummary): Markup | null {
  if (scores.length === 0) return null;
  return table(
    "Scores of the map",
    ["score", "group", "value", "chance", "better"],
    scores.map((row) => [row.score, row.group, formatNumber(row.mean), levelOf(row), betterOf(row)]),
    (column) => column > 1,
  );
}

function scorePart(maps: MapSummary): Markup | null {
  const { scores } = maps;
  if (scores.length === 0) return null;
  const nameOf = namesIn(maps);
  const name = "Scores of maps over cases";
  const rows = table(
    name,
    ["score", "series", "n", "without a value", "mean", "interval", "chance", "sd", "median", "better"],
    scores.map((row) => [
      ...[
        row.score,
        nameOf(row),
        row.n,
        row.n_undefined,
        formatNumber(row.mean),
        interval(row.mean_low, row.mean_high),
      ],
      ...[levelOf(row), formatNumber(row.sd), formatNumber(row.median), betterOf(row)],
    ]),
    (column) => column > 1,
  );
  return html`<p class="faint">Means are over the cases in which a score has a value (n); chance is the mean over the same cases.</p>
${folded(scores.length, name, rows)}`;
}

function detectionPart(maps: MapSummary, document: Document): Markup | null {
  const { detection, froc, rules } = maps;
  const nameOf = namesIn(maps);
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
  const per = rules.fpPer === "cases" ? "case" : "case without a lesion";
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
  ["score", "series", "value", "interval", "chance", "cases", "lesions"],
  detection.map((row) => [
    ...[row.score, nameOf(row), formatNumber(row.value, row.unit), interval(row.low, row.high, row.unit)],
    levelOf(row),
    ...[row.n_cases, row.n_lesions],
  ]),
  (column) => column > 1,
)}`;
}

function comparisonPart({ comparisons }: MapSummary): Markup | null {
  if (comparisons.length === 0) return null;
  const name = "Models compared over the cases of both";
  const rows = table(
    name,
    ["score", "first", "second", "group", "difference", "interval", "p", "p (Holm)", "cases"],
    comparisons.map((row) => [
      ...[row.score, row.first ?? "", row.second ?? "", row.group, formatNumber(row.difference)],
      ...[interval(row.low, row.high), probability(row.p), probability(row.p_holm), row.n_cases],
    ]),
    (column) => column > 3,
  );
  return folded(comparisons.length, name, rows);
}

function repeatPart({ repeats }: MapSummary): Markup | null {
  if (repeats.length === 0) return null;
  const hasModels = repeats.some(({ model }) => model !== null);
  return html`<h3>Agreement of repeated maps</h3><p class="faint">Of each case the mean over every two of its maps, or Kendall's W of its regions; then over cases.</p>
${table(
  "Agreement of repeated maps over cases",
  ["agreement", ...(hasModels ? ["model"] : []), "n", "without a value", "mean", "interval", "sd", "median"],
  repeats.map((row) => [
    ...[row.score, ...(hasModels ? [row.model ?? ""] : []), row.n, row.n_undefined, formatNumber(row.mean)],
    ...[interval(row.mean_low, row.mean_high), formatNumber(row.sd), formatNumber(row.median)],
  ]),
  (column) => column > (hasModels ? 1 : 0),
)}`;
}
