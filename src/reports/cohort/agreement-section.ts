import { agreementPoints } from "../../cohort/summary/agreement-rows.js";
import type { SettledCohort } from "../../cohort/summary/settled-cohort.js";
import { samplesOf, strataOf } from "../../cohort/summary/strata.js";
import type { AgreementRow, CohortSummary } from "../../cohort/summary/summary-types.js";
import { interval } from "../../cohort/summary/text/text-table.js";
import { formatNumber } from "../case/text.js";
import { blandAltman } from "../figures/bland-altman.js";
import { html, type Markup } from "./markup.js";
import { namesOf } from "./summary-section.js";
import { figure, folded, table } from "./table.js";

/** More figures than these would bury what matters; the table has all. */
const MOST_FIGURES = 8;
const UNITS = { instances: "instances", volume: "mm³" } as const;

/** How counts and volumes agree with the reference's; null for a single case. */
export function agreementSection(cohort: SettledCohort, summary: CohortSummary, document: Document): Markup | null {
  const rows = summary.agreement.filter(({ by, n }) => by === null && n > 1);
  if (rows.length === 0) return null;
  const names = namesOf(summary);
  const [stratum] = strataOf(cohort.cases, null);
  const samples = samplesOf(stratum, null);
  const numbers = (own: readonly AgreementRow[]) =>
    table(
      "Agreement of counts and volumes: prediction − reference",
      ["series", "quantity", "cases", "bias", "interval", "lower limit", "upper limit"],
      own.map((row) => [
        names(row),
        row.quantity === "volume" ? "volume (mm³)" : "instances",
        row.n,
        formatNumber(row.bias, "mm"),
        interval(row.bias_low, row.bias_high, "mm"),
        formatNumber(row.limit_low, "mm"),
        formatNumber(row.limit_high, "mm"),
      ]),
    );
  const colours = [...new Set(rows.map(names))];
  const rest =
    rows.length > MOST_FIGURES ? ` The first ${MOST_FIGURES} of ${rows.length} are drawn; the table has all.` : "";
  const figures = rows.slice(0, MOST_FIGURES).flatMap((row) => {
    const sample = samples.find(({ model, group }) => model === row.model && group === row.group);
    if (sample === undefined) return [];
    const title = `Bland–Altman plot of ${row.quantity}: ${names(row)}`;
    const points = agreementPoints(sample, row.quantity);
    const colour = colours.indexOf(names(row));
    const svg = blandAltman(points, row, { document, title, quantity: UNITS[row.quantity], colour });
    return [
      figure(
        {
          name: ["agreement", row.quantity, names(row)],
          title,
          caption: `${title}: the line is the bias, dashed the limits of agreement (± 1.96 sd).`,
          svg,
        },
        numbers([row]),
      ),
    ];
  });
  return html`<section aria-labelledby="agreement"><h2 id="agreement">Agreement of counts and volumes</h2>
<p class="faint">Of cases with a usable prediction, rightly empty ones among them (Bland and Altman 1986).${rest}</p>
${folded(rows.length, "All counts and volumes", numbers(rows))}
<div class="figures">${figures}</div></section>`;
}
