import { formatNumber, wrap } from "../../../reports/case/text.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { CohortSummary, ExtremeRow, FailureRow } from "../summary-types.js";
import { fewer, said, tableLines } from "./text-table.js";

/** The best and the worst cases of each model. */
export function extremeSection({ extremes }: CohortSummary, width: number): string[] {
  if (extremes.length === 0) return [];
  return [
    "Best and worst cases (mean over groups)",
    ...tableLines(
      {
        head: ["case", "model", "", "metric", "value"],
        rows: extremes.map((row) => [
          row.case,
          row.model ?? "",
          `${row.end} ${row.place}`,
          row.metric,
          shownValue(row),
        ]),
        left: 4,
      },
      width,
    ),
  ];
}

/** A line for each metric: the worst cases of a single model, or that of each model. */
export function worstLines({ extremes, options }: CohortSummary, width: number): string[] {
  return options.compare.flatMap((metric) => {
    const worst = extremes.filter((row) => row.metric === metric && row.end === "worst");
    const models = new Set(worst.map(({ model }) => model)).size;
    const listed = models > 1 ? worst.filter(({ place }) => place === 1) : worst;
    const shown = listed.slice(0, listed.length > options.top ? fewer(options.top) : options.top);
    if (shown.length === 0) return [];
    const texts = shown.map((row) => [row.case, ...(models > 1 ? [`(${row.model})`] : []), shownValue(row)].join(" "));
    const more = listed.length > shown.length ? `, and ${listed.length - shown.length} more` : "";
    return wrap(
      `${models > 1 ? "Worst case of each model" : "Worst cases"} by ${metric}: ${texts.join(", ")}${more}.`,
      width,
      "  ",
    );
  });
}

function shownValue({ value, metric }: ExtremeRow): string {
  return formatNumber(value, summaryMetricOf(metric).unit);
}

export function failureSection({ failures }: CohortSummary, width: number): string[] {
  if (failures.length === 0) return [];
  return ["Failures", ...failures.flatMap((row) => said(`${nameOf(row)}: ${row.message}`, width))];
}

/** What became of the first failure; the notes name the cases of all. */
export function failureLines({ failures }: CohortSummary, width: number): string[] {
  if (failures.length === 0) return [];
  const [first] = failures;
  const [what] = first.message.split(/(?<=[.]) /);
  const rest = failures.length > 1 ? ` And ${failures.length - 1} more failed.` : "";
  return wrap(`Failed: ${nameOf(first)}: ${what}${rest}`, width, "  ");
}

function nameOf({ case: id, model }: FailureRow): string {
  return model === null ? id : `${id} (${model})`;
}
