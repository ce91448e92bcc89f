import type { CaseRecord } from "../../cohort/case-record.js";
import type { ExplorationRow } from "../../results/exploration-row.js";
import { formatNumber } from "../case/text.js";
import { valueGrid } from "../figures/value-grid.js";
import { doneCases, type Series } from "./cohort-values.js";
import { drawn, html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** A grid of strategies and thresholds for each series; null unless the run explored. */
export function strategySection(
  records: readonly CaseRecord[],
  series: readonly Series[],
  document: Document,
): Markup | null {
  const done = doneCases(records);
  const figures = series.flatMap(({ name, model, group }) => {
    const rows = done
      .filter((record) => record.model === model)
      .flatMap(({ exploration = [] }) => exploration.filter((row) => row.group === group));
    if (rows.length === 0) return [];
    const strategies = [...new Set(rows.map(({ strategy }) => strategy))];
    const thresholds = [...new Set(rows.map(({ threshold }) => threshold))].sort((a, b) => a - b);
    const lines = strategies.map((strategy) => ({
      strategy,
      values: thresholds.map((at) =>
        meanQuality(rows.filter((row) => row.strategy === strategy && row.threshold === at)),
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
        drawn(valueGrid(cells, { document, title, rowLabel: "", columnLabel: "threshold" })),
        `${title}.`,
        numbers,
      ),
    ];
  });
  if (figures.length === 0) return null;
  return html`<section aria-labelledby="strategies"><h2 id="strategies">Sensitivity to strategy and threshold</h2>
<p class="faint">Every case matched anew by every strategy at every threshold. The mean is over the cases in which PQ is defined; many-to-many has none.</p>
<div class="figures">${figures}</div></section>`;
}

function meanQuality(rows: readonly ExplorationRow[]): number {
  const values = rows.map(({ pq }) => pq ?? Number.NaN).filter(Number.isFinite);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
