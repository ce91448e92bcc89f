import { PREDICTION_CLASSES, REFERENCE_CLASSES } from "../../results/taxonomy/classify.js";
import { ERROR_CLASSES } from "../../results/taxonomy/repairs.js";
import { formatNumber, formatVolume } from "../case/text.js";
import { errorBars } from "../figures/error-bars.js";
import type { Outcome } from "../figures/palette.js";
import { recallByVolume } from "../figures/recall-by-volume.js";
import type { Series } from "./cohort-values.js";
import { drawn, html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  correct: "matched",
  split: "split",
  complementary_fragment: "split",
  duplicate: "split",
  merged: "merged",
  mixed: "merged",
  missed: "missed",
  spurious: "spurious",
};

/** Kinds of error of each series; null where no record has them. */
export function errorSection(series: readonly Series[], document: Document): Markup | null {
  const known = series.filter(({ cases }) => cases.some(({ result }) => result.taxonomy !== undefined));
  if (known.length === 0) return null;
  const counts = known.map((one) => ({ name: one.name, ...countClasses(one) }));
  const figures = counts.flatMap(({ name, references, predictions }) =>
    [
      { side: "References", rows: references },
      { side: "Predictions", rows: predictions },
    ].map(({ side, rows }) => {
      const title = `${side} by kind of error: ${name}`;
      const bars = rows.map((row) => ({ ...row, outcome: OUTCOME_OF[row.name] ?? "matched" }));
      const numbers = table(
        title,
        ["kind", "instances"],
        rows.map((row) => [row.name, row.count]),
      );
      const labelled = bars.map((bar) => ({ ...bar, name: bar.name.replaceAll("_", " ") }));
      return figure(drawn(errorBars(labelled, { document, title })), `${title}.`, numbers);
    }),
  );
  return html`<section aria-labelledby="errors"><h2 id="errors">Kinds of error</h2>
<p class="faint">By the connected components of significant overlaps, whatever the strategy; added over cases.</p>
<div class="figures">${figures}</div>
${costTable(known)}</section>`;
}

/** What each kind of error costs a case on average; nothing for a run whose matching cannot be repeated on its tables. */
function costTable(series: readonly Series[]): Markup {
  const rows = series.map(({ name, cases }) => {
    const costs = ERROR_CLASSES.map((error) =>
      cases.flatMap(({ result }) => result.taxonomy?.pq_cost[error] ?? []).filter(Number.isFinite),
    );
    return [name, ...costs.map((own) => formatNumber(own.reduce((sum, cost) => sum + cost, 0) / own.length))];
  });
  const names = ERROR_CLASSES.map((error) => error.replaceAll("_", " "));
  return html`<p class="faint">By how much PQ would rise if all errors of one kind were repaired and no others: the mean over the cases in which that is known. Costs do not add up to 1 − PQ.</p>
${table("Cost in PQ of each kind of error", ["series", ...names], rows)}`;
}

function countClasses({ cases }: Series) {
  const sum = (count: (taxonomy: NonNullable<Series["cases"][number]["result"]["taxonomy"]>) => number) =>
    cases.reduce((total, { result }) => total + (result.taxonomy === undefined ? 0 : count(result.taxonomy)), 0);
  return {
    references: REFERENCE_CLASSES.map((name) => ({ name: String(name), count: sum((t) => t.references[name].n) })),
    predictions: PREDICTION_CLASSES.map((name) => ({ name: String(name), count: sum((t) => t.predictions[name].n) })),
  };
}

/** Recall by volume, added over cases; null unless bins were asked for. */
export function volumeSection(series: readonly Series[], document: Document): Markup | null {
  const points = series.flatMap((one) => volumeRows(one));
  if (points.length === 0) return null;
  const title = "Recall by the volume of the reference";
  const numbers = table(
    title,
    ["series", "volume", "references", "recall"],
    points.map((point) => [point.series, point.range, point.references, formatNumber(point.recall)]),
  );
  return html`<section aria-labelledby="volumes"><h2 id="volumes">Recall by volume</h2>${figure(
    drawn(recallByVolume(points, { document, title })),
    `${title}, over all cases together; the number beside a point is how many references it is of.`,
    numbers,
  )}</section>`;
}

function volumeRows({ name, cases }: Series) {
  const bins = new Map<string, { references: number; matched: number; low: number; high: number }>();
  for (const row of cases.flatMap(({ result }) => result.by_volume ?? [])) {
    const key = `${row.low} ${row.high}`;
    const bin = bins.get(key) ?? { references: 0, matched: 0, low: row.low, high: row.high };
    bin.references += row.n_ref_instances;
    bin.matched += row.n_matched_ref_instances;
    bins.set(key, bin);
  }
  return [...bins.values()]
    .sort((a, b) => a.low - b.low)
    .map(({ references, matched, low, high }) => ({
      series: name,
      range:
        high === Number.POSITIVE_INFINITY ? `≥ ${formatVolume(low)}` : `${formatVolume(low)}–${formatVolume(high)}`,
      recall: matched / references,
      references,
    }));
}
