import { groupMeans } from "../../cohort/summary/group-means.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { metricTitle, summaryMetricOf } from "../../cohort/summary/summary-metrics.js";
import type { CohortSummary, MetricRow, PolicyRow } from "../../cohort/summary/summary-types.js";
import { policyRanges } from "../../cohort/summary/text/head-section.js";
import { interval } from "../../cohort/summary/text/text-table.js";
import { formatNumber } from "../case/text.js";
import { distributions } from "../figures/distribution.js";
import { metricKeysOf, type Series, valuesOf } from "./cohort-values.js";
import { html, type Markup } from "./markup.js";
import { figure, folded, table } from "./table.js";

/** More figures than these would bury what matters; the table has every metric. */
const MOST_FIGURES = 8;
/** With more series, only metrics by which models are compared are drawn, and the best series. */
const MANY_SERIES = 12;

type Names = (row: { readonly model: string | null; readonly group: string }) => string;

/** Names a model and group among those of a summary. */
export function namesOf({ counts }: CohortSummary): Names {
  const groups = new Set(counts.map(({ group }) => group)).size;
  const models = new Set(counts.map(({ model }) => model)).size;
  return ({ model, group }) => {
    if (model === null || (models === 1 && groups > 1)) return group;
    return groups === 1 ? model : `${model} · ${group}`;
  };
}

/** The policy, and how many cases count in which way. */
export function policySection(summary: CohortSummary): Markup {
  const rows = summary.policy.filter(({ by }) => by === null);
  const counts = policyTable(rows, summary);
  return html`${summary.warnings.map((warning) => html`<p class="warning">Warning: ${warning}</p>`)}
<p>${summary.what_counts}</p>
${rows.length > MANY_SERIES ? html`<p>${policyRanges(rows)}</p>` : null}
${folded(rows.length, "What the cases count for", counts)}
${summary.notes.map((note) => html`<p>Note: ${note}</p>`)}`;
}

function policyTable(rows: readonly PolicyRow[], summary: CohortSummary): Markup {
  const names = namesOf(summary);
  const lacking = summary.options.missing === "worst" ? "as worst" : "left out";
  return table(
    "What the cases count for",
    [
      "series",
      "cases",
      "measured",
      "rightly empty",
      "false alarms",
      "missed",
      `missing (${lacking})`,
      `unusable (${lacking})`,
    ],
    rows.map((row) => [
      names(row),
      row.n_cases,
      row.n_measured,
      row.n_correct_empty,
      row.n_false_alarm,
      row.n_missed,
      row.n_missing,
      row.n_failed,
    ]),
  );
}

/** Counts of each series, added over cases. */
export function countsTable(summary: CohortSummary): Markup {
  const names = namesOf(summary);
  const own = summary.counts.filter(({ by }) => by === null);
  const name = own.every(({ n_cases }) => n_cases === 1) ? "Instances" : "Instances, added over all cases";
  const counts = table(
    name,
    ["series", "cases", "references", "predictions", "TP", "FP", "FN"],
    own.map((row) => [
      names(row),
      row.n_cases,
      ...[row.n_ref_instances, row.n_pred_instances, row.tp, row.fp, row.fn].map(String),
    ]),
  );
  return folded(own.length, name, counts);
}

/** Every metric over cases, as tables; the first ones drawn as well. */
export function summarySection(
  cohort: SettledCohort,
  summary: CohortSummary,
  series: readonly Series[],
  document: Document,
): Markup {
  if (summary.n_cases === 1) return singleSection(series, metricKeysOf(series));
  const own = summary.metrics.filter(({ by }) => by === null);
  const keys = [...new Set(own.map(({ metric }) => metric))];
  const tables = keys.map((key) => ({
    key,
    table: metricTable(
      own.filter(({ metric }) => metric === key),
      summary,
    ),
  }));
  const isMany = summary.counts.filter(({ by }) => by === null).length > MANY_SERIES;
  const isDrawn = (key: string, i: number) => (isMany ? summary.options.compare.includes(key) : i < MOST_FIGURES);
  const figures = tables.flatMap(({ key, table }, i) =>
    isDrawn(key, i) ? [distributionFigure(key, cohort, summary, table, document)] : [],
  );
  return html`<section aria-labelledby="distributions"><h2 id="distributions">Metrics over cases</h2>
<p class="faint">Means, standard deviations (divided by n − 1) and quartiles of what the cases count for, as voxmatch summarize gives them. Point at a dot for its case.</p>
<div class="figures">${figures}</div>
${tables.flatMap(({ key, table }, i) => (isDrawn(key, i) ? [] : [html`<details class="paper"><summary>${metricTitle(key)}</summary>${table}</details>`]))}</section>`;
}

function distributionFigure(
  key: string,
  { cases }: SettledCohort,
  summary: CohortSummary,
  fallback: Markup,
  document: Document,
): Markup {
  const names = namesOf(summary);
  const { unit } = summaryMetricOf(key);
  const rows = bestFirst(key, summary).slice(0, MANY_SERIES);
  const models = [...new Set(summary.counts.map(({ model }) => model))];
  const shown = rows.map((row, i) => {
    const points = cases.flatMap((one) => {
      const value = one.model === row.model ? one.groups.get(row.group)?.counted.get(key) : undefined;
      return value === undefined ? [] : [{ value, name: one.case }];
    });
    // A model keeps its colour in every group; of one model, groups have theirs.
    const colour = models.length > 1 ? models.indexOf(row.model) : i;
    return {
      name: names(row),
      values: points.map(({ value }) => value),
      labels: points.map(({ name }) => name),
      colour,
    };
  });
  const title = `Distribution of ${summaryMetricOf(key).name} over cases`;
  const bounded = shown.every(({ values }) => values.every((value) => value >= 0 && value <= 1)) && unit === "1";
  const label = metricTitle(key);
  const all = summary.counts.filter(({ by }) => by === null).length;
  const which = rows.length < all ? ` The best ${rows.length} of ${all}.` : "";
  return figure(
    {
      name: ["distribution", key],
      title,
      caption: `${title}: quartiles, and whiskers up to 1.5 interquartile ranges; below, the cases.${which}`,
      svg: distributions(shown, { document, title, label, bounded }),
    },
    fallback,
  );
}

/** By the mean of the metric where one end is better, else as they come. */
function bestFirst(key: string, { metrics, counts }: CohortSummary): MetricRow[] {
  const rows = metrics.filter(({ by, metric }) => by === null && metric === key);
  if (counts.length <= MANY_SERIES) return rows;
  const sign = summaryMetricOf(key).direction === "lower" ? 1 : -1;
  return [...rows].sort((a, b) => sign * (a.mean - b.mean));
}

/** Of one case there is no distribution: its values say all. */
function singleSection(series: readonly Series[], keys: readonly string[]): Markup {
  const rows = keys.map((key) => {
    const { unit } = summaryMetricOf(key);
    const values = series.flatMap((one) => valuesOf(one, key));
    return [metricTitle(key), ...values.map((value) => formatNumber(value, unit))];
  });
  return html`<section aria-labelledby="distributions"><h2 id="distributions">Metrics</h2>
${table("Every metric by group", ["metric", ...series.map(({ name }) => name)], rows)}</section>`;
}

const HEAD = [
  "series",
  "n",
  "as best",
  "as worst",
  "left out",
  "mean",
  "interval",
  "sd",
  "min",
  "q1",
  "median",
  "q3",
  "max",
  "pooled",
];

function metricTable(rows: readonly MetricRow[], summary: CohortSummary): Markup {
  const names = namesOf(summary);
  const models = new Set(rows.map(({ model }) => model)).size;
  const ofGroups = groupMeans(rows).map(({ model, mean, n_groups }) => [
    `${models > 1 ? `${model} · ` : ""}mean of ${n_groups} groups`,
    ...["", "", "", ""],
    formatNumber(mean, rows[0].unit),
    ...Array<string>(HEAD.length - 6).fill(""),
  ]);
  const own = rows.map((row) => [
    names(row),
    row.n,
    row.n_as_best,
    row.n_as_worst,
    row.n_left_out,
    formatNumber(row.mean, row.unit),
    interval(row.mean_low, row.mean_high, row.unit),
    ...[row.sd, row.min, row.q1, row.median, row.q3, row.max].map((value) => formatNumber(value, row.unit)),
    row.pooled === null ? "" : formatNumber(row.pooled, row.unit),
  ]);
  return table(`${metricTitle(rows[0].metric)} over cases`, HEAD, [...own, ...ofGroups]);
}
