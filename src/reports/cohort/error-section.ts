import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { interval } from "../../cohort/summary/text/text-table.js";
import { countKinds } from "../../results/taxonomy/instance-kinds.js";
import { KINDS_OF_SIDE, LOSS_NAMES } from "../../results/taxonomy/kinds.js";
import { LOSSES } from "../../results/taxonomy/repairs.js";
import { formatNumber, formatVolume } from "../case/text.js";
import { type ErrorCount, errorBars } from "../figures/error-bars.js";
import { outcomeOfKind } from "../figures/palette.js";
import { recallByVolume } from "../figures/recall-by-volume.js";
import type { Series } from "./cohort-values.js";
import { html, type Markup } from "./markup.js";
import { namesOf } from "./summary-section.js";
import { figure, folded, table } from "./table.js";

const SIDES = [
  { side: "reference", heading: "References", missed: "missed" },
  { side: "prediction", heading: "Predictions", missed: "spurious" },
] as const;
type Side = (typeof SIDES)[number]["side"];

/** Figures of more series than these would bury what matters; a table has all. */
const MOST_SERIES = 6;

/** Kinds of error of each series; null where no record has them. */
export function errorSection(series: readonly Series[], document: Document): Markup | null {
  const known = series.filter(({ cases }) => cases.some(({ result }) => result.taxonomy !== undefined));
  if (known.length === 0) return null;
  const drawn = known.slice(0, MOST_SERIES);
  const rest =
    drawn.length < known.length
      ? ` Figures of the first ${drawn.length} of ${known.length} series; the tables have all.`
      : "";
  const figures = drawn.flatMap((one) =>
    SIDES.map(({ side, heading, missed }) => {
      const title = `${heading} by kind of error: ${one.name}`;
      const bars = countKindsOf(one, side);
      const known = bars.reduce((sum, { count }) => sum + count, 0);
      const total = countOf(one, side === "reference" ? "n_ref_instances" : "n_pred_instances");
      const matched = countOf(one, side === "reference" ? "tp" : "n_matched_pred_instances");
      // Records of another version may name kinds otherwise.
      const rest = known === total ? "" : ` The kinds of ${total - known} are not known.`;
      const numbers = table(
        title,
        ["kind", "instances"],
        bars.map(({ name, count }) => [name, count]),
      );
      const caption = `${title}. Of ${total}, ${matched} are matched and ${total - matched} are ${missed}.${rest}`;
      return figure(
        { name: ["errors", side, one.name], title, caption, svg: errorBars(bars, { document, title }) },
        numbers,
      );
    }),
  );
  return html`<section aria-labelledby="errors"><h2 id="errors">Kinds of error</h2>
<p class="faint">By the connected components of significant overlaps, of every strategy alike; added over the cases with a usable prediction. Kind “none”: one reference with one prediction, and matched; “inaccurate”: one with one, but the match does not pass; “absent”: nothing significant overlaps it.${rest}</p>
<div class="figures">${figures}</div>
${rest === "" ? null : SIDES.map((one) => kindsTable(known, one))}
${costTable(known)}</section>`;
}

/** How many instances of one side have each kind, in every series. */
function kindsTable(series: readonly Series[], { side, heading }: (typeof SIDES)[number]): Markup {
  const title = `${heading} by kind of error`;
  const rows = series.map((one) => [one.name, ...countKindsOf(one, side).map(({ count }) => count)]);
  return folded(rows.length, title, table(title, ["series", ...KINDS_OF_SIDE[side]], rows));
}

/** The mean cost of each kind of error; nothing for a run whose matching cannot be repeated on its tables. */
function costTable(series: readonly Series[]): Markup {
  const rows = series.map(({ name, cases }) => {
    const costs = LOSSES.map((error) =>
      cases.flatMap(({ result }) => result.taxonomy?.pq_cost[error] ?? []).filter(Number.isFinite),
    );
    return [name, ...costs.map((own) => formatNumber(own.reduce((sum, cost) => sum + cost, 0) / own.length))];
  });
  const names = LOSSES.map((error) => LOSS_NAMES[error]);
  return html`<p class="faint">By how much PQ would rise if all errors of one kind were repaired and no others: the mean over the cases in which that is known. Costs do not add up to 1 − PQ.</p>
${folded(rows.length, "Costs", table("Cost in PQ of each kind of error", ["series", ...names], rows))}`;
}

function countKindsOf({ cases }: Series, side: Side): ErrorCount[] {
  return KINDS_OF_SIDE[side].map((kind) => ({
    name: kind,
    count: cases.reduce((sum, { result }) => sum + (countKinds(result, side).get(kind) ?? 0), 0),
    outcome: outcomeOfKind(kind, side),
  }));
}

/** Of the cases whose kinds were asked for. */
function countOf({ cases }: Series, key: "n_ref_instances" | "n_pred_instances" | "tp" | "n_matched_pred_instances") {
  return cases.reduce((sum, { result }) => sum + (result.taxonomy === undefined ? 0 : result[key]), 0);
}

/** Recall by volume, as the summary has it; null unless bins were asked for. */
export function volumeSection(summary: CohortSummary, document: Document): Markup | null {
  const names = namesOf(summary);
  const points = summary.by_volume
    .filter(({ by }) => by === null)
    .map((row) => ({
      ...row,
      series: names(row),
      range: rangeOf(row),
      recall: row.rec,
      references: row.n_ref_instances,
    }));
  if (points.length === 0) return null;
  const title = "Recall by the volume of the reference";
  const numbers = table(
    title,
    ["series", "volume", "references", "recall", "interval"],
    points.map((point) => [
      point.series,
      point.range,
      point.references,
      formatNumber(point.recall),
      interval(point.rec_low, point.rec_high),
    ]),
  );
  const series = [...new Set(points.map((point) => point.series))];
  const shown = series.slice(0, summary.options.top);
  const rest = shown.length < series.length ? ` The first ${shown.length} of ${series.length}; the table has all.` : "";
  const figures = points.filter((point) => shown.includes(point.series));
  return html`<section aria-labelledby="volumes"><h2 id="volumes">Recall by volume</h2>${figure(
    {
      name: ["recall-by-volume"],
      title,
      caption: `${title}, over all cases together; the number at a point is how many references it is of.${rest}`,
      svg: recallByVolume(figures, { document, title }),
    },
    numbers,
  )}</section>`;
}

function rangeOf({ low, high }: { readonly low: number; readonly high: number }): string {
  return high === Number.POSITIVE_INFINITY ? `≥ ${formatVolume(low)}` : `${formatVolume(low)}–${formatVolume(high)}`;
}
