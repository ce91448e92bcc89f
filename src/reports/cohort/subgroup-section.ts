import { metricTitle, summaryMetricOf } from "../../cohort/summary/summary-metrics.js";
import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { interval } from "../../cohort/summary/text/text-table.js";
import { formatNumber } from "../case/text.js";
import { html, type Markup } from "./markup.js";
import { namesOf } from "./summary-section.js";
import { folded, table } from "./table.js";

/** The metrics that models are compared by, for each value of a column, and the gaps; null without one. */
export function subgroupSection(summary: CohortSummary): Markup | null {
  const { options, metrics, gaps } = summary;
  if (options.by === null) return null;
  const names = namesOf(summary);
  const tables = options.compare.map((key) => {
    const rows = metrics.filter((row) => row.metric === key && row.by !== null);
    const caption = `${metricTitle(key)} by ${options.by}`;
    const values = table(
      caption,
      ["series", String(options.by), "n", "mean", "interval", "sd", "median"],
      rows.map((row) => [
        names(row),
        row.by ?? "",
        row.n,
        formatNumber(row.mean, row.unit),
        interval(row.mean_low, row.mean_high, row.unit),
        formatNumber(row.sd, row.unit),
        formatNumber(row.median, row.unit),
      ]),
    );
    return folded(rows.length, caption, values);
  });
  const gapName = `Gaps between the values of ${options.by}: worst − best, of means`;
  const gapTable = table(
    gapName,
    ["series", "metric", "worst", "mean", "best", "mean", "difference", "interval"],
    gaps.map((row) => {
      const { unit } = summaryMetricOf(row.metric);
      return [
        names(row),
        metricTitle(row.metric),
        `${row.worst_by} (n ${row.worst_n})`,
        formatNumber(row.worst_mean, unit),
        `${row.best_by} (n ${row.best_n})`,
        formatNumber(row.best_mean, unit),
        formatNumber(row.difference, unit),
        interval(row.difference_low, row.difference_high, unit),
      ];
    }),
  );
  return html`<section aria-labelledby="subgroups"><h2 id="subgroups">By ${options.by}</h2>
${tables}
${gaps.length === 0 ? null : html`${folded(gaps.length, gapName, gapTable)}<p class="faint">Worst and best were chosen by their means, so a gap without a cause is larger than 0, too.</p>`}</section>`;
}
