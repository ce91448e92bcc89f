import type { GroupResult } from "../../results/result-types.js";
import { formatNumber } from "../case/text.js";
import { cornersOf, thresholdCurves } from "../figures/threshold-curves.js";
import { valueGrid } from "../figures/value-grid.js";
import { metricOf, type Series } from "./cohort-values.js";
import { drawn, html, type Markup } from "./markup.js";
import { figure, table } from "./table.js";

/** Where the mean curve is drawn; its area is the mean of the cases' own areas, which is not rounded by this. */
const STEPS = 200;
const GRID = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The threshold of a run; null where it is not known. */
export interface RunThreshold {
  readonly threshold: number | null;
  /** Whether a score must exceed it rather than reach it. */
  readonly isStrict: boolean;
}

/** Threshold curves and the grid of series and thresholds, from what the cases' records have; null if they have none. */
export function thresholdSection(
  series: readonly Series[],
  { threshold, isStrict }: RunThreshold,
  document: Document,
): Markup | null {
  const curves = series
    .map((one) => ({
      name: one.name,
      ...meanCurve(
        one.cases.map(({ result }) => result),
        isStrict,
      ),
    }))
    .filter(({ n }) => n > 0);
  if (curves.length === 0) return null;
  const shown = curves.map(({ name, values, autc }) => ({ name, autc, corners: values }));
  const cells = curves.flatMap(({ name, values }) =>
    GRID.map((at) => ({ row: name, column: String(at), value: values[Math.round(at * STEPS)][1] })),
  );
  const numbers = table(
    "Mean panoptic quality by matching threshold",
    ["series", "cases", "AUTC", ...GRID.map(String)],
    curves.map(({ name, n, autc, values }) => [
      name,
      n,
      formatNumber(autc),
      ...GRID.map((at) => formatNumber(values[Math.round(at * STEPS)][1])),
    ]),
  );
  const curveTitle = "Mean panoptic quality over the matching threshold";
  const gridTitle = "Sensitivity of panoptic quality to the threshold";
  return html`<section aria-labelledby="thresholds"><h2 id="thresholds">Sensitivity to the threshold</h2>
<p class="faint">From the threshold curves in the cases’ records, with the run’s own strategy; no volume was matched anew. An undefined quality counts 0. AUTC is the mean of the cases’ areas.</p>
<div class="figures">${figure(
    drawn(thresholdCurves(shown, { document, title: curveTitle, quality: "PQ", threshold })),
    `${curveTitle}.${threshold === null ? "" : ` The dashed line is the threshold of the run, ${threshold}.`}`,
    numbers,
  )}${figure(
    drawn(valueGrid(cells, { document, title: gridTitle, rowLabel: "", columnLabel: "threshold" })),
    `${gridTitle}: the mean over cases.`,
    numbers,
  )}</div></section>`;
}

/** The mean of the curves at multiples of 1/STEPS. */
export function meanCurve(results: readonly GroupResult[], isStrict: boolean) {
  const curves = results.flatMap(({ autc_curve: curve }) =>
    curve === undefined || curve.length === 0 ? [] : [cornersOf(curve, "pq")],
  );
  const areas = results.map((result) => metricOf(result, "autc_pq")).filter((area) => !Number.isNaN(area));
  const sums = new Float64Array(STEPS + 1);
  for (const corners of curves) {
    for (let step = 0, next = 0; step <= STEPS; step++) {
      const at = step / STEPS;
      // Where the curve jumps, a match still counts at its own score, unless a score must exceed the threshold.
      const isPassed = (place: number) => (isStrict ? corners[place][0] <= at : corners[place][0] < at);
      while (next < corners.length - 1 && isPassed(next)) next++;
      const [to, value] = corners[next];
      const [from, before] = corners[Math.max(0, next - 1)];
      sums[step] += from <= at && at < to ? before + ((value - before) * (at - from)) / (to - from) : value;
    }
  }
  return {
    n: curves.length,
    autc: areas.length === 0 ? null : areas.reduce((sum, area) => sum + area, 0) / areas.length,
    values: Array.from(sums, (sum, step): [number, number] => [step / STEPS, sum / curves.length]),
  };
}
