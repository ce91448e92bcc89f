import type { CaseRecord } from "../../cohort/case-record.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { formatNumber } from "../case/text.js";
import { thresholdCurves } from "../figures/threshold-curves.js";
import { valueGrid } from "../figures/value-grid.js";
import type { Series } from "./cohort-values.js";
import { countedCases, recordsByKey } from "./counted-cases.js";
import { html, type Markup } from "./markup.js";
import { meanCurve } from "./mean-curve.js";
import { figure, table } from "./table.js";

const GRID = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The threshold of a run; null where it is not known. */
export interface RunThreshold {
  readonly threshold: number | null;
  /** Whether a score must exceed it rather than reach it. */
  readonly isStrict: boolean;
}

/** Threshold curves and the grid of series and thresholds, from what the cases' records have; null if they have none. */
export function thresholdSection(
  cohort: SettledCohort,
  records: readonly CaseRecord[],
  series: readonly Series[],
  { threshold, isStrict }: RunThreshold,
  document: Document,
): Markup | null {
  const byKey = recordsByKey(records);
  const curves = series
    .map((one) => {
      const { measured, ...constant } = countedCases(cohort, one);
      const results = measured.flatMap((key) => byKey.get(key)?.groups[one.group] ?? []);
      return { name: one.name, ...meanCurve(results, constant, isStrict) };
    })
    .filter(({ n }) => n > 0);
  if (curves.length === 0) return null;
  const best = [...curves].sort((a, b) => (b.autc ?? 0) - (a.autc ?? 0)).slice(0, cohort.options.top);
  const shown = curves.filter((curve) => best.includes(curve));
  const rest = curves.length > shown.length ? ` The best ${shown.length} of ${curves.length}; the table has all.` : "";
  const cells = shown.flatMap(({ name, valueAt }) =>
    GRID.map((at) => ({ row: name, column: String(at), value: valueAt(at) })),
  );
  const numbers = table(
    "Mean panoptic quality by matching threshold",
    ["series", "cases", "AUTC", ...GRID.map(String)],
    curves.map(({ name, n, autc, valueAt }) => [
      name,
      n,
      formatNumber(autc),
      ...GRID.map((at) => formatNumber(valueAt(at))),
    ]),
  );
  const curveTitle = "Mean panoptic quality over the matching threshold";
  const gridTitle = "Sensitivity of panoptic quality to the threshold";
  return html`<section aria-labelledby="thresholds"><h2 id="thresholds">Sensitivity to the threshold</h2>
<p class="faint">From the threshold curves in the cases’ records, with the run’s own strategy; no volume was matched anew. Cases count as everywhere in this report: a rightly empty one as 1 at every threshold, a missing prediction as 0, unless the policy says otherwise. AUTC is the mean of the cases’ areas.</p>
<div class="figures">${figure(
    {
      name: ["threshold-curves"],
      title: curveTitle,
      caption: `${curveTitle}.${threshold === null ? "" : ` The dashed line is the threshold of the run, ${threshold}.`}${rest}`,
      svg: thresholdCurves(shown, { document, title: curveTitle, quality: "PQ", threshold }),
    },
    numbers,
  )}${figure(
    {
      name: ["threshold-grid"],
      title: gridTitle,
      caption: `${gridTitle}: the mean over cases.${rest}`,
      svg: valueGrid(cells, { document, title: gridTitle, rowLabel: "", columnLabel: "threshold" }),
    },
    numbers,
  )}</div></section>`;
}
