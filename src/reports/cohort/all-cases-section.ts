import type { SettledCase, Situation } from "../../cohort/policy/settle-values.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { modelsOf } from "../../cohort/summary/strata.js";
import { metricTitle, summaryMetricOf } from "../../cohort/summary/summary-metrics.js";
import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { formatNumber } from "../case/text.js";
import { html, type Markup } from "./markup.js";
import { table } from "./table.js";

/** More columns than these have no room on a sheet. */
const MOST_ON_PAPER = 8;

/** Marks of values that were not measured. */
const MARKS: Readonly<Record<Situation, string>> = {
  correct_empty: "e",
  false_alarm: "a",
  missed: "m",
  undefined: "u",
  missing: "x",
  failed: "x",
  omitted: "o",
  left_out: "o",
};

/** More metrics than these make a table of one model too wide. */
const MOST_METRICS = 8;

/** Every case by name, with what it counts for: of several models a table for each metric that they are compared by. */
export function allCasesSection(cohort: SettledCohort, { options, n_cases }: CohortSummary): Markup | null {
  if (n_cases < 2) return null;
  const { cases } = cohort;
  const models = modelsOf(cases);
  const groups = [...new Set(cases.flatMap((one) => [...one.groups.keys()]))];
  // Of maps alone there are no instances.
  if (groups.length === 0) return null;
  const tables = groups.flatMap((group) =>
    models.length > 1
      ? options.compare.map((metric) => ofModels(cases, models, group, metric))
      : [ofMetrics(cases, group, options.metrics.slice(0, MOST_METRICS))],
  );
  return html`<section aria-labelledby="cases"><h2 id="cases">All cases</h2>
<p class="faint">What each case counts for. e: rightly empty; a: false alarm; m: missed; u: undefined; x: without a usable prediction; o: left out.</p>
${tables}</section>`;
}

function ofModels(
  cases: readonly SettledCase[],
  models: readonly (string | null)[],
  group: string,
  metric: string,
): Markup {
  const byCase = new Map<string, Map<string | null, SettledCase>>();
  for (const one of cases) byCase.set(one.case, (byCase.get(one.case) ?? new Map()).set(one.model, one));
  const columns = columnsOf(cases);
  const rows = [...byCase].map(([id, own]) => {
    const [any] = own.values();
    return [
      id,
      ...columns.map((name) => any.columns[name] ?? ""),
      ...models.map((model) => cell(own.get(model), group, metric)),
    ];
  });
  return html`<details class="${models.length <= MOST_ON_PAPER ? "paper" : "screen"}"><summary>${metricTitle(metric)}, ${group}: ${byCase.size} cases of ${models.length} models</summary>
${table(`${metricTitle(metric)}, ${group}, of every case`, ["case", ...columns, ...models.map((model) => model ?? "–")], rows)}</details>`;
}

function ofMetrics(cases: readonly SettledCase[], group: string, metrics: readonly string[]): Markup {
  const columns = columnsOf(cases);
  const rows = cases.map((one) => [
    one.case,
    ...columns.map((name) => one.columns[name] ?? ""),
    ...countsOf(one, group),
    ...metrics.map((metric) => cell(one, group, metric)),
  ]);
  return html`<details class="paper"><summary>${group}: ${cases.length} cases</summary>
${table(`${group}: every case`, ["case", ...columns, "TP", "FP", "FN", ...metrics.map(metricTitle)], rows)}</details>`;
}

function countsOf(one: SettledCase, group: string): (string | number)[] {
  const counts = one.groups.get(group)?.counts;
  return counts === undefined ? ["", "", ""] : [counts.tp, counts.fp, counts.fn];
}

function cell(one: SettledCase | undefined, group: string, metric: string): string {
  const own = one?.groups.get(group);
  if (own === undefined) return `– ${MARKS.missing}`;
  const situation = own.situations.get(metric);
  const value = formatNumber(own.counted.get(metric), summaryMetricOf(metric).unit);
  return situation === undefined ? value : `${value} ${MARKS[situation]}`;
}

/** As many columns of the manifest as leave room for numbers. */
function columnsOf(cases: readonly SettledCase[]): string[] {
  return [...new Set(cases.flatMap(({ columns }) => Object.keys(columns)))].slice(0, 4);
}
