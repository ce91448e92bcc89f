import { VERSION } from "../../../base/version.js";
import { summarizeCohort } from "../../cohort/summary/summarize-cohort.js";
import type { CohortSummary } from "../../cohort/summary/summary-types.js";
import { formatCount, formatNumber } from "../case/text.js";
import { failureSection, worstSection } from "./case-section.js";
import { doneCases, type Series, seriesOf } from "./cohort-values.js";
import { errorSection, volumeSection } from "./error-section.js";
import { html, Markup } from "./markup.js";
import { modelSection } from "./model-section.js";
import type { ReportInput } from "./report-input.js";
import { strategySection } from "./strategy-section.js";
import { STYLE } from "./style.js";
import { countsTable, summarySection } from "./summary-section.js";
import { type RunThreshold, thresholdSection } from "./threshold-section.js";

/** A report runs no scripts and loads nothing, and says so to the browser, in case some text of it should ever break out. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A cohort as one HTML page: no scripts, nothing from elsewhere, for screen and paper.
 *
 * @param document makes the figures' elements: a page's own, or linkedom's
 */
export function cohortReport(input: ReportInput, document: Document): string {
  const { records, title } = input;
  const series = seriesOf(records);
  const comparison = compareModels(records, series);
  const sections: readonly (readonly [id: string, name: string, section: Markup | null])[] = [
    ["summary", "Summary", overview(input, series)],
    ["distributions", "Metrics", series.length > 0 ? summarySection(series, document) : null],
    ["thresholds", "Threshold", thresholdSection(series, thresholdOf(input.options), document)],
    ["strategies", "Strategy", strategySection(records, series, document)],
    ["errors", "Kinds of error", errorSection(series, document)],
    ["volumes", "Volumes", volumeSection(series, document)],
    ["models", "Models", comparison === null ? null : modelSection(comparison, document)],
    ["worst", records.length > 1 ? "Worst cases" : "The case", worstSection(input)],
    ["failures", "Failures", failureSection(records)],
    ["configuration", "Configuration", configuration(input)],
  ];
  const shown = sections.flatMap(([id, name, section]) => (section === null ? [] : [{ id, name, section }]));
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title><style>${new Markup(STYLE)}</style></head>
<body><header><h1>${title}</h1></header>
<nav aria-label="Sections"><ul>${shown.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main>${shown.map(({ section }) => section)}</main>
<footer>Written by voxmatch ${VERSION}. This file is complete in itself: it loads nothing.</footer></body></html>
`;
  return page.text;
}

function overview({ records, notes }: ReportInput, series: readonly Series[]): Markup {
  const done = doneCases(records);
  const key: readonly (readonly [string, string])[] = [
    ["cases", formatCount(new Set(records.map((record) => record.case)).size)],
    ["models", formatCount(new Set(records.map(({ model }) => model)).size)],
    ["evaluated", formatCount(done.length)],
    ["failed", formatCount(records.length - done.length)],
  ];
  const means = series.length === 1 ? meansOf(series[0]) : [];
  const shown = [...(records.length > 1 ? key : []), ...means];
  return html`<section aria-labelledby="summary"><h2 id="summary">Summary</h2>
${shown.length === 0 ? null : html`<dl class="key">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
${notes.map((note) => html`<p>Note: ${note}</p>`)}
${series.length > 0 ? countsTable(series) : html`<p>No case was evaluated.</p>`}</section>`;
}

function meansOf({ cases }: Series): [string, string][] {
  return (["pq", "sq", "rq"] as const).map((key) => {
    const values = cases.map(({ result }) => result[key]).filter((value) => typeof value === "number");
    const known = values.filter(Number.isFinite);
    return [
      cases.length > 1 ? `mean ${key.toUpperCase()}` : key.toUpperCase(),
      formatNumber(known.reduce((sum, value) => sum + value, 0) / known.length),
    ];
  });
}

function configuration({ options, definitions, engine }: ReportInput): Markup {
  const entries = Object.entries(definitions);
  return html`<section aria-labelledby="configuration"><h2 id="configuration">Configuration and definitions</h2>
<p>${engine === null ? "" : `Evaluated by ${engine}. `}Report by voxmatch ${VERSION}.</p>
${options === null ? html`<p>The run’s options are not known.</p>` : html`<h3>Options</h3><pre>${JSON.stringify(options, null, 2)}</pre>`}
${entries.length === 0 ? null : html`<h3>Definitions</h3><dl class="definitions">${entries.map(([key, text]) => html`<dt>${key}</dt><dd>${text}</dd>`)}</dl>`}</section>`;
}

/** What voxmatch summarize says of models, so that both say the same; null for one model, or without panoptic qualities. */
function compareModels(records: ReportInput["records"], series: readonly Series[]): CohortSummary | null {
  const models = new Set(series.map(({ model }) => model));
  const hasQuality = series.some(({ cases }) => cases.some(({ result }) => result.pq !== undefined));
  return models.size > 1 && hasQuality ? summarizeCohort(records, { metrics: ["pq"], compare: ["pq"] }) : null;
}

function thresholdOf(options: object | null): RunThreshold {
  const { threshold, thresholdRule } = (options ?? {}) as { threshold?: unknown; thresholdRule?: unknown };
  return { threshold: typeof threshold === "number" ? threshold : null, isStrict: thresholdRule === "strict" };
}
