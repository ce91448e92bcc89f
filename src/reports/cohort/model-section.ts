import { ranksWithinCases } from "../../cohort/ranking/schemes.js";
import { scoreTable } from "../../cohort/ranking/score-table.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { samplesOf, strataOf } from "../../cohort/summary/strata.js";
import { metricTitle, summaryMetricOf } from "../../cohort/summary/summary-metrics.js";
import type { CohortSummary, ComparisonRow, RankRow } from "../../cohort/summary/summary-types.js";
import { schemeName } from "../../cohort/summary/text/leaderboard-section.js";
import { interval, probability, rankRange } from "../../cohort/summary/text/text-table.js";
import { formatNumber, withUnit } from "../case/text.js";
import { intervals } from "../figures/intervals.js";
import { podium } from "../figures/podium.js";
import { rankBlobs } from "../figures/rank-blobs.js";
import { rankSchemes } from "../figures/rank-schemes.js";
import { significanceMap } from "../figures/significance-map.js";
import { isolate } from "./isolate.js";
import { html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** More models than these on a podium would be a thicket. */
const MOST_ON_PODIUM = 5;

/** A leaderboard for each group and metric with its figures, then the comparisons; null for one model. */
export function modelSection(cohort: SettledCohort, summary: CohortSummary, document: Document): Markup | null {
  const contests = contestsOf(summary.ranks.filter(({ by, n_cases }) => by === null && n_cases > 1));
  if (contests.length === 0) return null;
  const { confidence, resamples, test, alpha, family } = summary.options;
  const deciding = {
    wilcoxon: "Wilcoxon’s signed-rank test",
    permutation: "the paired permutation test",
    maxt: "the step-down permutation test",
  }[test];
  return html`<section aria-labelledby="models"><h2 id="models">Ranking and comparison of models</h2>
<p class="faint">Intervals of values and ranks at ${100 * confidence} %: bootstrap over cases (${resamples} draws, seeded). Significant: ${deciding}, two-sided, adjusted below ${alpha} over the pairs of ${family === "all" ? "all metrics and groups" : "a group and metric"}. The numbers are those of voxmatch summarize.</p>
${summary.warnings.map((warning) => html`<p class="warning">Warning: ${warning}</p>`)}
${contests.map((rows) => contest(rows, cohort, summary, document))}
${consensusTable(summary)}</section>`;
}

function contestsOf(ranks: readonly RankRow[]): RankRow[][] {
  const lists = new Map<string, RankRow[]>();
  for (const row of ranks) {
    const key = JSON.stringify([row.group, row.metric]);
    lists.set(key, [...(lists.get(key) ?? []), row]);
  }
  return [...lists.values()];
}

function contest(rows: readonly RankRow[], cohort: SettledCohort, summary: CohortSummary, document: Document): Markup {
  const { options } = summary;
  const [first] = rows;
  const nameOf = (model: string | null) => isolate(model ?? "–");
  const what = `${summaryMetricOf(first.metric).name}, ${first.group}`;
  const unit = first.scheme === "ranks" || first.scheme === "test" ? "1" : summaryMetricOf(first.metric).unit;
  const board = table(
    `Leaderboard: ${what}, by ${schemeName(first.scheme, options)} over ${first.n_cases} cases; Kendall’s τ over draws ${formatNumber(first.mean_tau)}`,
    [
      "model",
      "rank",
      withUnit(first.scheme, unit),
      "interval",
      "ranks",
      "cases",
      "missing",
      "significantly better than",
    ],
    rows.map((row) => [
      nameOf(row.model),
      row.rank,
      formatNumber(row.value, unit),
      interval(row.value_low, row.value_high, unit),
      rankRange(row.rank_low, row.rank_high),
      row.n_cases,
      row.n_missing,
      `${row.better_than.length} of ${row.n_compared}`,
    ]),
  );
  const top = rows.slice(0, Math.max(options.top, 1));
  const rest = rows.length > top.length ? ` The best ${top.length} of ${rows.length}; the table has all.` : "";
  const blobTitle = `Ranks by ${what} when cases are drawn anew`;
  const blobs = rankBlobs(
    top.map((row) => ({
      name: nameOf(row.model),
      rank: row.rank,
      low: row.rank_low,
      high: row.rank_high,
      shares: row.rank_shares,
    })),
    { document, title: blobTitle },
  );
  const shares = table(
    blobTitle,
    ["model", "mean", ...rows.map((_, i) => `rank ${i + 1}`)],
    rows.map(({ model, mean, rank_shares }) => [
      nameOf(model),
      formatNumber(mean, summaryMetricOf(first.metric).unit),
      ...rank_shares.map((share) => formatNumber(share)),
    ]),
  );
  const mapTitle = `Significantly better by ${what}`;
  const map = significanceMap(
    rows.map(({ model, better_than }) => ({ name: nameOf(model), betterThan: new Set(better_than.map(nameOf)) })),
    { document, title: mapTitle },
  );
  const mapTable = table(
    mapTitle,
    ["model", "better than"],
    rows.map(({ model, better_than }) => [nameOf(model), better_than.map(nameOf).join(", ") || "none"]),
    () => false,
  );
  const schemeTitle = `Ranks by ${what} over ranking schemes`;
  const all = rows.map(({ model, ranks_by_scheme }) => ({
    name: nameOf(model),
    ranks: Object.entries(ranks_by_scheme).map(([scheme, rank]) => ({ scheme, rank })),
  }));
  const schemes = all.slice(0, top.length);
  const schemeTable = table(
    schemeTitle,
    ["model", ...schemes[0].ranks.map(({ scheme }) => scheme)],
    all.map(({ name, ranks }) => [name, ...ranks.map(({ rank }) => rank)]),
  );
  const schemeLines = rankSchemes(schemes, { document, title: schemeTitle });
  const blobCaption = `${blobTitle}: blobs as large as a rank is frequent, its interval, and × the rank over all cases.${rest}`;
  const mapCaption = `${mapTitle}: filled where the row’s model is significantly better than the column’s.`;
  const schemeCaption = `${schemeTitle}: where lines cross, the ranking depends on the scheme.${rest}`;
  const key = [first.group, first.metric];
  return html`<h3>${what}</h3>${board}<div class="figures">
${figure({ name: ["leaderboard", ...key], title: blobTitle, caption: blobCaption, svg: blobs }, shares)}
${figure({ name: ["significance", ...key], title: mapTitle, caption: mapCaption, svg: map }, mapTable)}
${figure({ name: ["ranking-schemes", ...key], title: schemeTitle, caption: schemeCaption, svg: schemeLines }, schemeTable)}
${rows.length <= MOST_ON_PODIUM ? podiumFigure(rows, cohort, what, document) : null}
${differences(rows, summary, what, document)}</div>`;
}

/** Of what was compared: next in rank only, where there are more pairs than are shown. */
function differences(
  ranks: readonly RankRow[],
  { comparisons, options }: CohortSummary,
  what: string,
  document: Document,
): Markup | null {
  const [{ group, metric }] = ranks;
  const own = comparisons.filter(
    (row) => row.by === null && row.group === group && row.metric === metric && row.n_cases > 1,
  );
  if (own.length === 0) return null;
  const next = ranks.slice(1).map(({ model }, i) => pairOf(ranks[i].model, model));
  const places = new Map(own.map((row) => [pairOf(row.first, row.second), row]));
  const shown = own.length <= options.top ? own : next.flatMap((pair) => places.get(pair) ?? []).slice(0, options.top);
  const nameOf = (row: ComparisonRow) => `${isolate(row.first ?? "–")} − ${isolate(row.second ?? "–")}`;
  const title = `Differences of mean ${what}`;
  const { unit, direction } = summaryMetricOf(metric);
  const rows = shown.map((row) => ({
    name: nameOf(row),
    value: row.difference,
    // Where there is no interval (all differences are alike) the point stands alone.
    low: Number.isNaN(row.difference_low) ? row.difference : row.difference_low,
    high: Number.isNaN(row.difference_high) ? row.difference : row.difference_high,
  }));
  const label = `difference of ${metricTitle(metric)}`;
  const numbers = table(
    title,
    ["models", "cases", "difference", "interval", "p Wilcoxon", "Holm", "p permuted", "Holm"],
    own.map((row) => [
      nameOf(row),
      row.n_cases,
      formatNumber(row.difference, unit),
      interval(row.difference_low, row.difference_high, unit),
      ...[row.wilcoxon_p, row.wilcoxon_p_holm, row.permutation_p, row.permutation_p_holm].map(probability),
    ]),
  );
  const side = direction === "lower" ? "left" : "right";
  const which =
    shown.length < own.length ? " Pairs next to each other in rank, the best first; the table has all." : "";
  return figure(
    {
      name: ["differences", group, metric],
      title,
      caption: `${title}: to the ${side} of the dashed line the first one is better.${which}`,
      svg: intervals(rows, { document, title, label, reference: 0 }),
    },
    numbers,
  );
}

function pairOf(first: string | null, second: string | null): string {
  return JSON.stringify([String(first), String(second)].sort());
}

function podiumFigure(rows: readonly RankRow[], cohort: SettledCohort, what: string, document: Document): Markup {
  const [{ group, metric }] = rows;
  const [stratum] = strataOf(cohort.cases, null);
  const samples = samplesOf(stratum, null).filter((sample) => sample.group === group);
  const scores = scoreTable(samples, metric);
  const ranks = ranksWithinCases(scores);
  const names = rows.map(({ model }) => model ?? "–");
  const cases = scores.cases.map((id, c) => ({
    case: id,
    values: scores.models.map((model, m) => ({ name: model ?? "–", value: scores.values[m][c], rank: ranks[m][c] })),
  }));
  const title = `Podium by ${what}`;
  const counts = table(
    `${title}: cases in which a model has a place, ties counted at the better one`,
    ["model", ...names.map((_, i) => `place ${i + 1}`)],
    names.map((name) => [
      name,
      ...names.map(
        (_, i) =>
          cases.filter(({ values }) => Math.floor(values.find((one) => one.name === name)?.rank ?? 0) === i + 1).length,
      ),
    ]),
  );
  return figure(
    {
      name: ["podium", group, metric],
      title,
      caption: `${title}: each case’s models by their place in it, joined by a line; within a place, from left to right: ${names.map(isolate).join(", ")}.`,
      svg: podium(cases, names, { document, title, label: metricTitle(metric) }),
    },
    counts,
  );
}

function consensusTable({ consensus, options }: CohortSummary): Markup | null {
  const lists = new Map<string, (typeof consensus)[number][]>();
  for (const row of consensus) {
    const over = row.over === "strata" ? `the values of ${options.by}` : "metrics and groups";
    const key = `Consensus: ${options.consensus} of ranks over ${over}${row.by === null ? "" : `, ${row.by}`}`;
    lists.set(key, [...(lists.get(key) ?? []), row]);
  }
  if (lists.size === 0) return null;
  return html`<h3>Consensus</h3>${[...lists].map(([caption, rows]) =>
    table(
      `${caption}; Kendall’s τ over draws ${formatNumber(rows[0].mean_tau)}`,
      ["model", "rank", `${options.consensus} rank`, "ranks"],
      rows.map((row) => [row.model ?? "–", row.rank, formatNumber(row.value), rankRange(row.rank_low, row.rank_high)]),
    ),
  )}`;
}
