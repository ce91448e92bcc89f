import { VERSION } from "../../../base/version.js";
import { type SettledCohort, summaryOf } from "../../cohort/summary/settled-cohort.js";
import { CohortCollector } from "../../cohort/summary/summarize-cohort.js";
import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { encodeNumbers } from "../case/json-numbers.js";
import { formatCount, formatNumber } from "../case/text.js";
import { agreementSection } from "./agreement-section.js";
import { allCasesSection } from "./all-cases-section.js";
import { failureSection, worstSection } from "./case-section.js";
import { doneCases, seriesOf } from "./cohort-values.js";
import { errorSection, volumeSection } from "./error-section.js";
import { worstMapSection } from "./map-case-section.js";
import { mapSection } from "./map-section.js";
import { html, Markup } from "./markup.js";
import { modelSection } from "./model-section.js";
import type { ReportInput } from "./report-input.js";
import { strategySection } from "./strategy-section.js";
import { STYLE } from "./style.js";
import { subgroupSection } from "./subgroup-section.js";
import { countsTable, policySection, summarySection } from "./summary-section.js";
import { type RunThreshold, thresholdSection } from "./threshold-section.js";

/** A report runs no scripts and loads nothing, and says so to the browser, in case some text of it should ever break out. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A cohort as one HTML page: no scripts, nothing from elsewhere, for screen and paper.
 *
 * @param document makes the figures' elements: a page's own, or linkedom's
 * @param cohort of the input's records, where it is known already
 */
export function cohortReport(input: ReportInput, document: Document, cohort = settleRecords(input)): Markup {
  const { records, title } = input;
  const series = seriesOf(records);
  const summary = summaryOf(cohort);
  const sections: readonly (readonly [id: string, name: string, section: Markup | null])[] = [
    ["summary", "Summary", overview(input, summary)],
    ["models", "Models", modelSection(cohort, summary, document)],
    ["distributions", "Metrics", series.length > 0 ? summarySection(cohort, summary, series, document) : null],
    ["maps", "Maps", mapSection(summary, records, document)],
    ["subgroups", "Subgroups", subgroupSection(summary)],
    ["agreement", "Agreement", agreementSection(cohort, summary, document)],
    ["thresholds", "Threshold", thresholdSection(cohort, records, series, thresholdOf(input.options), document)],
    ["strategies", "Strategy", strategySection(cohort, records, series, document)],
    ["errors", "Kinds of error", errorSection(series, document)],
    ["volumes", "Volumes", volumeSection(summary, document)],
    ["worst", records.length > 1 ? "Worst cases" : "The case", worstSection(input, cohort)],
    ["worst-maps", records.length > 1 ? "Worst maps" : "The map", worstMapSection(input)],
    ["cases", "All cases", allCasesSection(cohort, summary)],
    ["failures", "Failures", failureSection(records)],
    ["configuration", "Configuration", configuration(input, summary)],
  ];
  const shown = sections.flatMap(([id, name, section]) => (section === null ? [] : [{ id, name, section }]));
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>${new Markup(STYLE)}</style></head>
<body><header><h1>${title}</h1></header>
<nav aria-label="Sections"><ul>${shown.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main>${shown.map(({ section }) => section)}</main>
<footer>Written by voxmatch ${VERSION}. This file is complete in itself: it loads nothing.</footer></body></html>
`;
}

/** The cohort of a report's input: what voxmatch summarize is made of, too. */
export function settleRecords({
  records,
  summarize = {},
  isFinished = true,
}: Pick<ReportInput, "records" | "summarize" | "isFinished">): SettledCohort {
  const collector = new CohortCollector(summarize);
  collector.isFinished = isFinished;
  for (const record of records) collector.add(record);
  return collector.settle();
}

function overview({ records, notes }: ReportInput, summary: CohortSummary): Markup {
  const done = doneCases(records);
  const key: readonly (readonly [string, string])[] = [
    ["cases", formatCount(summary.n_cases)],
    ["models", formatCount(new Set(records.map(({ model }) => model)).size)],
    ["evaluated", formatCount(done.length)],
    ["failed", formatCount(records.length - done.length)],
    ["missing", formatCount(summary.missing.filter(({ cause }) => cause === "missing").length)],
  ];
  const shown = [...(records.length > 1 ? key : []), ...meansOf(summary), ...mapMeansOf(summary)];
  return html`<section aria-labelledby="summary"><h2 id="summary">Summary</h2>
${shown.length === 0 ? null : html`<dl class="key">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
${notes.map((note) => html`<p>Note: ${note}</p>`)}
${records.length > 1 && summary.counts.length > 0 ? policySection(summary) : null}
${summary.counts.length > 0 ? countsTable(summary) : done.length > 0 ? null : html`<p>No case was evaluated.</p>`}</section>`;
}

/** Of a single model and group the means are the summary. */
function meansOf({ counts, metrics, n_cases }: CohortSummary): [string, string][] {
  if (counts.filter(({ by }) => by === null).length !== 1) return [];
  return ["pq", "sq", "rq"].flatMap((key): [string, string][] => {
    const row = metrics.find(({ metric, by }) => metric === key && by === null);
    if (row === undefined) return [];
    // A single case shows what was measured, without the policy.
    const value = n_cases === 1 && row.n_as_best + row.n_as_worst > 0 ? Number.NaN : row.mean;
    return [[n_cases > 1 ? `mean ${key.toUpperCase()}` : key.toUpperCase(), formatNumber(value)]];
  });
}

/** The same of maps. */
function mapMeansOf({ maps, n_cases }: CohortSummary): [string, string][] {
  return ["auroc", "ap", "mass_accuracy"].flatMap((key): [string, string][] => {
    const rows = maps?.scores.filter(({ score }) => score === key) ?? [];
    if (rows.length !== 1) return [];
    const name = key.length < 6 ? key.toUpperCase() : key.replaceAll("_", " ");
    return [[n_cases > 1 ? `mean ${name}` : name, formatNumber(rows[0].mean)]];
  });
}

function configuration({ options, definitions, engine }: ReportInput, summary: CohortSummary): Markup {
  const entries = Object.entries(definitions);
  return html`<section aria-labelledby="configuration"><h2 id="configuration">Configuration and definitions</h2>
<p>${engine === null ? "" : `Evaluated by ${engine}. `}Report by voxmatch ${VERSION}.</p>
${options === null ? html`<p>The run’s options are not known.</p>` : html`<h3>Options</h3><pre>${shownOptions(options)}</pre>`}
<h3>Summary</h3><pre>${shownOptions(summary.options)}</pre>
${entries.length === 0 ? null : html`<h3>Definitions</h3><dl class="definitions">${entries.map(([key, text]) => html`<div><dt>${key}</dt><dd>${text}</dd></div>`)}</dl>`}</section>`;
}

/** NaN and Infinity by their names, which JSON would both write as null. */
function shownOptions(options: object): string {
  return JSON.stringify(encodeNumbers(options, "string"), null, 2);
}

function thresholdOf(options: object | null): RunThreshold {
  const { threshold, thresholdRule } = (options ?? {}) as { threshold?: unknown; thresholdRule?: unknown };
  return { threshold: typeof threshold === "number" ? threshold : null, isStrict: thresholdRule === "strict" };
}
