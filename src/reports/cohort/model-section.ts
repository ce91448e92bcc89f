import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { formatNumber } from "../case/text.js";
import { intervals } from "../figures/intervals.js";
import { valueGrid } from "../figures/value-grid.js";
import { drawn, html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** Paired differences of panoptic quality between models and how stable their ranks are, by group; null for one model. */
export function modelSection(summary: CohortSummary, document: Document): Markup | null {
  const groups = [...new Set(summary.comparisons.map(({ group }) => group))];
  const parts = groups.flatMap((group) => comparison(group, summary, document) ?? []);
  if (parts.length === 0) return null;
  const { resamples, confidence } = summary.options;
  return html`<section aria-labelledby="models"><h2 id="models">Comparison of models</h2>
<p class="faint">Differences over the cases in which both models have a panoptic quality, paired; ranks over those in which all have one. Intervals at ${100 * confidence} % by the BCa bootstrap over cases (${resamples} draws, seeded); p by Wilcoxon’s signed-rank test, two-sided, adjusted by Holm’s method for the pairs of a group. The numbers are those of voxmatch summarize.</p>
${parts}</section>`;
}

function comparison(group: string, { comparisons, ranks }: CohortSummary, document: Document): Markup | null {
  const rows = comparisons
    .filter((row) => row.group === group && row.n_cases > 1)
    .map((row) => ({ ...row, name: `${row.first ?? "–"} − ${row.second ?? "–"}` }));
  const ranked = ranks.filter((row) => row.group === group && row.n_cases > 1);
  if (rows.length === 0) return null;
  const title = `Differences of mean PQ, ${group}`;
  const shown = rows.map(({ name, difference, difference_low, difference_high }) => ({
    name,
    value: difference,
    // Where there is no interval (all differences are alike) the point stands alone.
    low: Number.isNaN(difference_low) ? difference : difference_low,
    high: Number.isNaN(difference_high) ? difference : difference_high,
  }));
  const numbers = table(
    title,
    ["models", "cases", "difference", "low", "high", "p", "p adjusted"],
    rows.map((row) => [
      row.name,
      row.n_cases,
      formatNumber(row.difference),
      formatNumber(row.difference_low),
      formatNumber(row.difference_high),
      probability(row.wilcoxon_p),
      probability(row.wilcoxon_p_holm),
    ]),
  );
  return html`<h3>${group}</h3><div class="figures">${figure(
    drawn(intervals(shown, { document, title, label: "difference of PQ", reference: 0 })),
    `${title}: to the right of the dashed line the first one is better.`,
    numbers,
  )}${ranked.length === 0 ? null : rankFigure(group, ranked, document)}</div>`;
}

function rankFigure(group: string, ranked: CohortSummary["ranks"], document: Document): Markup {
  const title = `Stability of ranks by mean PQ, ${group}`;
  const nameOf = (model: string | null) => model ?? "–";
  const cells = ranked.flatMap(({ model, rank_shares }) =>
    rank_shares.map((value, i) => ({ row: nameOf(model), column: String(i + 1), value })),
  );
  const numbers = table(
    title,
    ["model", "mean", ...ranked.map((_, i) => `rank ${i + 1}`)],
    ranked.map(({ model, mean, rank_shares }) => [
      nameOf(model),
      formatNumber(mean),
      ...rank_shares.map((share) => formatNumber(share)),
    ]),
  );
  return figure(
    drawn(valueGrid(cells, { document, title, rowLabel: "", columnLabel: "rank" })),
    `${title}: the share of bootstrap draws in which a model has a rank (${ranked[0].n_cases} cases).`,
    numbers,
  );
}

function probability(p: number): string {
  return p < 0.0001 ? "< 0.0001" : Number.isNaN(p) ? "–" : p.toFixed(4);
}
