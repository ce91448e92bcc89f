import { intervals } from "../figures/intervals.js";
import { valueGrid } from "../figures/value-grid.js";
import { formatNumber } from "../report/text.js";
import { metricOf, type Series } from "./cohort-values.js";
import { drawn, html, type Markup } from "./markup.js";
import { compareModels } from "./resample.js";
import { figure, table } from "./table.js";

/** Paired differences of panoptic quality between models and how stable their ranks are, by group; null for one model. */
export function modelSection(series: readonly Series[], document: Document): Markup | null {
  const groups = [...new Set(series.map(({ group }) => group))];
  const parts = groups.flatMap((group) => comparison(group, series, document) ?? []);
  if (parts.length === 0) return null;
  return html`<section aria-labelledby="models"><h2 id="models">Comparison of models</h2>
<p class="faint">Over the cases in which every model has a panoptic quality, paired. Intervals at 95 % by the percentile bootstrap over cases (1000 rounds, seeded), without correction for the number of comparisons.</p>
${parts}</section>`;
}

function comparison(group: string, series: readonly Series[], document: Document): Markup | null {
  const own = series.filter((one) => one.group === group);
  if (own.length < 2) return null;
  const byCase = own.map(
    ({ cases }) => new Map(cases.map(({ id, result }): [string, number] => [id, metricOf(result, "pq")])),
  );
  const shared = [...byCase[0].keys()].filter((id) => byCase.every((values) => Number.isFinite(values.get(id))));
  if (shared.length < 2) return null;
  const values = byCase.map((map) => shared.map((id) => map.get(id) ?? Number.NaN));
  const names = own.map(({ model }) => model ?? "–");
  const { differences, ranks } = compareModels(values);
  const rows = differences.map((row) => ({
    ...row,
    value: row.mean,
    name: `${names[row.first]} − ${names[row.second]}`,
  }));
  const title = `Differences of mean PQ, ${group}`;
  const rankTitle = `Stability of ranks by mean PQ, ${group}`;
  const numbers = table(
    title,
    ["models", "cases", "difference", "low", "high"],
    rows.map(({ name, mean, low, high }) => [
      name,
      shared.length,
      formatNumber(mean),
      formatNumber(low),
      formatNumber(high),
    ]),
  );
  const rankNumbers = table(
    rankTitle,
    ["model", ...names.map((_, i) => `rank ${i + 1}`)],
    names.map((name, m) => [name, ...ranks[m].map((share) => formatNumber(share))]),
  );
  const cells = names.flatMap((row, m) => ranks[m].map((value, i) => ({ row, column: String(i + 1), value })));
  return html`<h3>${group}</h3><div class="figures">${figure(
    drawn(intervals(rows, { document, title, label: "difference of PQ", reference: 0 })),
    `${title}: to the right of the dashed line the first one is better (${shared.length} cases).`,
    numbers,
  )}${figure(
    drawn(valueGrid(cells, { document, title: rankTitle, rowLabel: "", columnLabel: "rank" })),
    `${rankTitle}: the share of bootstrap rounds in which a model has a rank.`,
    rankNumbers,
  )}</div>`;
}
