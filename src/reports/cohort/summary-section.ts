import { mean, populationDeviation } from "../../results/statistics.js";
import { formatNumber } from "../case/text.js";
import { distributions, quantile } from "../figures/distribution.js";
import { metricKeysOf, type Series, valuesOf } from "./cohort-values.js";
import { drawn, html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** More figures than these would bury what matters; the table has every metric. */
const MOST_FIGURES = 8;
const HEAD = ["series", "n", "undefined", "mean", "sd", "min", "q1", "median", "q3", "max"];

/** Counts of each series, added over cases. */
export function countsTable(series: readonly Series[]): Markup {
  const sum = (one: Series, key: "tp" | "fp" | "fn" | "n_ref_instances" | "n_pred_instances") =>
    String(one.cases.reduce((total, { result }) => total + result[key], 0));
  return table(
    series.every(({ cases }) => cases.length === 1) ? "Instances" : "Instances, added over all cases",
    ["series", "cases", "references", "predictions", "TP", "FP", "FN"],
    series.map((one) => [
      one.name,
      one.cases.length,
      sum(one, "n_ref_instances"),
      sum(one, "n_pred_instances"),
      sum(one, "tp"),
      sum(one, "fp"),
      sum(one, "fn"),
    ]),
  );
}

/** Every metric over cases, as tables; the first ones drawn as well. */
export function summarySection(series: readonly Series[], document: Document): Markup {
  const keys = metricKeysOf(series);
  if (series.every(({ cases }) => cases.length === 1)) return singleSection(series, keys);
  // A model keeps its colour in every group; of one model, groups have theirs.
  const models = [...new Set(series.map(({ model }) => model))];
  const colourOf = (one: Series, place: number) => (models.length > 1 ? models.indexOf(one.model) : place);
  const tables = keys.map((key) => ({ key, table: metricTable(series, key) }));
  const figures = tables.slice(0, MOST_FIGURES).map(({ key, table }) => {
    const title = `Distribution of ${key} over cases`;
    const shown = series.map((one, i) => ({ name: one.name, values: valuesOf(one, key), colour: colourOf(one, i) }));
    const bounded = shown.every(({ values }) => values.every((value) => !(value < 0 || value > 1)));
    const svg = distributions(shown, { document, title, label: key, bounded });
    return figure(
      drawn(svg),
      `${title}: quartiles, and whiskers up to 1.5 interquartile ranges; below, the cases.`,
      table,
    );
  });
  return html`<section aria-labelledby="distributions"><h2 id="distributions">Metrics over cases</h2>
<p class="faint">A case in which a metric is undefined is counted, and left out of its mean and quartiles. sd is the population's.</p>
<div class="figures">${figures}</div>
${tables.slice(MOST_FIGURES).map(({ table }) => table)}</section>`;
}

/** Of one case there is no distribution: its values say all. */
function singleSection(series: readonly Series[], keys: readonly string[]): Markup {
  const rows = keys.map((key) => [
    key,
    ...series.flatMap((one) => valuesOf(one, key).map((value) => formatNumber(value))),
  ]);
  return html`<section aria-labelledby="distributions"><h2 id="distributions">Metrics</h2>
${table("Every metric by group", ["metric", ...series.map(({ name }) => name)], rows)}</section>`;
}

function metricTable(series: readonly Series[], key: string): Markup {
  return table(
    `${key} over cases`,
    HEAD,
    series.map((one) => {
      const values = valuesOf(one, key);
      const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
      const at = (share: number) => formatNumber(known.length === 0 ? Number.NaN : quantile(known, share));
      return [
        one.name,
        values.length,
        values.length - known.length,
        formatNumber(mean(known)),
        formatNumber(populationDeviation(known)),
        ...[0, 0.25, 0.5, 0.75, 1].map(at),
      ];
    }),
  );
}
