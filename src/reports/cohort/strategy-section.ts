import type { CaseRecord } from "../../cohort/case-record.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import type { ExplorationRow } from "../../results/exploration-row.js";
import { formatNumber } from "../case/text.js";
import { valueGrid } from "../figures/value-grid.js";
import type { Series } from "./cohort-values.js";
import { type CountedCases, countedCases, recordsByKey } from "./counted-cases.js";
import { html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** A grid of strategies and thresholds for each series; null unless the run explored. */
export function strategySection(
  cohort: SettledCohort,
  records: readonly CaseRecord[],
  series: readonly Series[],
  document: Document,
): Markup | null {
  const byKey = recordsByKey(records);
  const figures = series.flatMap((one) => {
    const { name, group } = one;
    const counted = countedCases(cohort, one);
    const rows = counted.measured.flatMap((key) =>
      (byKey.get(key)?.exploration ?? []).filter((row) => row.group === group),
    );
    if (rows.length === 0) return [];
    const strategies = [...new Set(rows.map(({ strategy }) => strategy))];
    const thresholds = [...new Set(rows.map(({ threshold }) => threshold))].sort((a, b) => a - b);
    const lines = strategies.map((strategy) => ({
      strategy,
      values: thresholds.map((at) =>
        meanQuality(
          rows.filter((row) => row.strategy === strategy && row.threshold === at),
          counted,
        ),
      ),
    }));
    const cells = lines.flatMap(({ strategy, values }) =>
      values.map((value, t) => ({ row: strategy, column: String(thresholds[t]), value })),
    );
    const title = `Mean panoptic quality by strategy and threshold: ${name}`;
    const numbers = table(
      title,
      ["strategy", ...thresholds.map(String)],
      lines.map(({ strategy, values }) => [strategy, ...values.map((value) => formatNumber(value))]),
    );
    return [
      figure(
        {
          name: ["strategies", name],
          title,
          caption: `${title}.`,
          svg: valueGrid(cells, { document, title, rowLabel: "", columnLabel: "threshold" }),
        },
        numbers,
      ),
    ];
  });
  if (figures.length === 0) return null;
  return html`<section aria-labelledby="strategies"><h2 id="strategies">Sensitivity to strategy and threshold</h2>
<p class="faint">Every case matched anew by every strategy at every threshold. Cases count as everywhere in this report; many-to-many has no PQ.</p>
<div class="figures">${figures}</div></section>`;
}

/** Cases in which either side has an instance have a PQ, unless the strategy has none. */
function meanQuality(rows: readonly ExplorationRow[], { best, worst }: CountedCases): number {
  const values = rows.map(({ pq }) => pq ?? Number.NaN).filter(Number.isFinite);
  if (values.length === 0) return Number.NaN;
  return (values.reduce((sum, value) => sum + value, 0) + best) / (values.length + best + worst);
}
