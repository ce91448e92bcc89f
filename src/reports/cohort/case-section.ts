import type { CaseRecord, DoneCase } from "../../cohort/case-record.js";
import { keyOf } from "../../cohort/case-record.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { SCORES } from "../../metrics/table-scores/registry.js";
import { formatNumber, withUnit } from "../case/text.js";
import { outcomeColour } from "../figures/palette.js";
import { caseQuality, worstCases } from "./cohort-values.js";
import { isolate } from "./isolate.js";
import { html, Markup } from "./markup.js";
import type { ReportInput } from "./report-input.js";
import { table } from "./table.js";

/** How many of the worst cases a report shows. */
export const WORST_CASES = 6;

/** The worst cases: their counts, and slices of those whose volumes could be read. */
export function worstSection({ records, slices }: ReportInput, cohort: SettledCohort): Markup | null {
  const worst = worstCases(cohort, records, WORST_CASES);
  const lacking = cohort.filled.missing.length;
  if (worst.length === 0) return null;
  return html`<section aria-labelledby="worst"><h2 id="worst">${records.length > 1 ? "Worst cases" : "The case"}</h2>
<p class="faint">${records.length > 1 ? "The lowest means of PQ over groups; of equal ones those with the most instances in error. " : ""}${lacking > 0 ? `${lacking} cases without a usable prediction have no slices. ` : ""}Slices with the most voxels in error, of all labels together; y rises upwards.</p>
<ul class="legend"><li>${swatch("matched", 0.55)}both</li><li>${swatch("missed", 1)}missed (reference only)</li><li>${swatch("spurious", 1)}spurious (prediction only)</li><li><svg viewBox="0 0 10 10" aria-hidden="true"><path d="M0 5h10" stroke="currentColor" stroke-width="2"/></svg>outline of the reference</li></ul>
${worst.map((record) => caseBlock(record, slices, cohort))}</section>`;
}

function swatch(outcome: "matched" | "missed" | "spurious", opacity: number): Markup {
  const colour = outcomeColour(outcome);
  return new Markup(
    `<svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="${colour}" fill-opacity="${opacity}"/></svg>`,
  );
}

function caseBlock(record: DoneCase, slices: ReportInput["slices"], cohort: SettledCohort): Markup {
  const found = slices.get(keyOf(record));
  return html`<div class="case"><h3>${nameOf(record)} — PQ ${formatNumber(caseQuality(cohort, record))}</h3>
${table(
  `Groups of ${nameOf(record)}`,
  ["group", "references", "predictions", "TP", "FP", "FN", "PQ", "SQ", "RQ"],
  Object.entries(record.groups).map(([group, result]) => [
    group,
    result.n_ref_instances,
    result.n_pred_instances,
    result.tp,
    result.fp,
    result.fn,
    formatNumber(result.pq),
    formatNumber(result.sq),
    formatNumber(result.rq),
  ]),
)}
${scoreTable(record)}${sliceFigures(record, found)}</div>`;
}

/** The scores of neighbouring fields, group by group; null where none were asked for. */
function scoreTable(record: DoneCase): Markup | null {
  const groups = Object.entries(record.groups).filter(([, { scores }]) => scores !== undefined);
  if (groups.length === 0) return null;
  const rows = SCORES.filter(({ key }) => groups.some(([, { scores }]) => scores?.[key] !== undefined));
  return table(
    `Scores of ${nameOf(record)}`,
    ["score", ...groups.map(([name]) => name)],
    rows.map(({ key, name, unit }) => [
      `${withUnit(name, unit)}, ${key}`,
      ...groups.map(([, { scores }]) => formatNumber(scores?.[key], unit)),
    ]),
  );
}

/** The legend in words, for a slice that stands alone. */
const SLICE_COLOURS =
  "Green: both; orange: missed (reference only); purple: spurious (prediction only); line: outline of the reference.";

function sliceFigures(record: DoneCase, found: ReturnType<ReportInput["slices"]["get"]>): Markup {
  if (found === undefined) return html`<p>No slices: the volumes were not read.</p>`;
  if ("problem" in found) return html`<p>No slices: ${found.problem}</p>`;
  if (found.slices.length === 0) return html`<p>No slices: both volumes are empty.</p>`;
  return html`<div class="slices">${found.slices.map(({ z, both, missed, spurious, svg }) => {
    const text = `z = ${z}: ${both} voxels of both, ${missed} missed, ${spurious} spurious`;
    const name = ["slice", record.case, record.model, `z${z}`];
    const title = `${nameOf(record)}, slice z = ${z}`;
    const alone = { name, title, caption: `${title}: ${text.slice(text.indexOf(": ") + 2)}. ${SLICE_COLOURS}`, svg };
    return html`<figure>${new Markup(svg, [alone])}<figcaption>${text}</figcaption></figure>`;
  })}</div>`;
}

/** Cases that could not be evaluated, and why; null if there are none. */
export function failureSection(records: readonly CaseRecord[]): Markup | null {
  const failed = records.flatMap((record) => (record.status === "failed" ? [record] : []));
  if (failed.length === 0) return null;
  return html`<section aria-labelledby="failures"><h2 id="failures">Failures</h2>${table(
    `${failed.length} of ${records.length} cases could not be evaluated; the summary says what they count for`,
    ["case", "code", "what was wrong", "reference", "prediction"],
    failed.map((record) => [
      nameOf(record),
      record.error.code,
      record.error.message,
      record.files.reference,
      record.files.prediction,
    ]),
    () => false,
  )}</section>`;
}

function nameOf({ case: id, model }: CaseRecord): string {
  return model === null ? isolate(id) : `${isolate(id)} (${isolate(model)})`;
}
