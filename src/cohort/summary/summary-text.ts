import {
  type Align,
  columns,
  formatCount,
  formatNumber,
  formatVolume,
  UNDEFINED_MARK,
  wrap,
} from "../../reports/case/text.js";
import type { CohortSummary, CountsRow, MetricRow, RowKey } from "./summary-types.js";

const WIDTH = 120;

/** A summary as text for people. */
export function summaryToText(summary: CohortSummary): string {
  const { options, notes } = summary;
  const percent = Number((100 * options.confidence).toFixed(6));
  const drawn = options.cluster === null ? "cases" : `cases by ${options.cluster}`;
  const about =
    `Brackets: ${percent} % intervals, bootstrap of ${drawn} (${options.interval}, ${options.resamples} draws, ` +
    `seed ${options.seed}). pooled: all instances together.`;
  const sections = [
    ...summary.counts.map((counts) => sampleSection(summary, counts)),
    comparisonSection(summary),
    rankSection(summary),
    extremeSection(summary),
    failureSection(summary),
    wrap(about, WIDTH),
    notes.flatMap((note) => wrap(`Note: ${note}`, WIDTH, "  ")),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function sampleSection({ metrics, by_volume }: CohortSummary, counts: CountsRow): string[] {
  const own = metrics.filter((row) => isSame(row, counts));
  const clusters = counts.n_clusters === counts.n_cases ? "" : ` in ${formatCount(counts.n_clusters)} clusters`;
  const heading =
    `${nameOf(counts)}: ${plural(counts.n_cases, "case")}${clusters}, ${plural(counts.n_ref_instances, "reference")}, ` +
    `${plural(counts.n_pred_instances, "prediction")}; TP ${formatCount(counts.tp)}, FP ${formatCount(counts.fp)}, ` +
    `FN ${formatCount(counts.fn)}`;
  const head = ["metric", "n", "mean", "", "sd", "min", "q1", "median", "q3", "max", "pooled", ""];
  const rows = own.map((row) => {
    const show = (value: number | null) => formatNumber(value, row.unit);
    return [
      row.metric,
      String(row.n),
      show(row.mean),
      interval(row.mean_low, row.mean_high, row.unit),
      ...[row.sd, row.min, row.q1, row.median, row.q3, row.max].map(show),
      row.pooled === null ? "" : show(row.pooled),
      row.pooled === null ? "" : interval(row.pooled_low, row.pooled_high, row.unit),
    ];
  });
  const volumes = by_volume.filter((row) => isSame(row, counts));
  return [
    heading,
    ...table(head, rows),
    ...reasonLines(own),
    ...(volumes.length === 0
      ? []
      : table(
          ["volume", "references", "recall", "", "predictions", "precision", ""],
          volumes.map((row) => [
            Number.isFinite(row.high)
              ? `${formatVolume(row.low)} to ${formatVolume(row.high)}`
              : `${formatVolume(row.low)} or more`,
            formatCount(row.n_ref_instances),
            formatNumber(row.rec),
            interval(row.rec_low, row.rec_high),
            formatCount(row.n_pred_instances),
            formatNumber(row.prec),
            interval(row.prec_low, row.prec_high),
          ]),
        )),
  ];
}

/** What was left out, and why; the same reasons of several metrics on one line. */
function reasonLines(rows: readonly MetricRow[]): string[] {
  const keys = new Map<string, string[]>();
  for (const { metric, reasons } of rows) {
    const text = Object.entries(reasons)
      .map(([reason, count]) => `${plural(count, "case")}: ${reason}`)
      .join("; ");
    if (text !== "") keys.set(text, [...(keys.get(text) ?? []), metric]);
  }
  return [...keys].flatMap(([text, metrics]) =>
    wrap(`left out of ${metrics.join(", ")}: ${text}`, WIDTH - 2, "  ").map((line) => `  ${line}`),
  );
}

function comparisonSection({ comparisons }: CohortSummary): string[] {
  if (comparisons.length === 0) return [];
  const head = ["compared", "metric", "cases", "difference", "", "better", "p Wilcoxon", "Holm", "p permuted", "Holm"];
  const rows = comparisons.map((row) => [
    prefixed(row, `${row.first} − ${row.second}`),
    row.metric,
    String(row.n_cases),
    formatNumber(row.difference),
    interval(row.difference_low, row.difference_high),
    row.better === null ? UNDEFINED_MARK : String(row[row.better]),
    ...[row.wilcoxon_p, row.wilcoxon_p_holm, row.permutation_p, row.permutation_p_holm].map(probability),
  ]);
  return ["Comparison of models (first − second, paired)", ...table(head, rows, 2)];
}

function rankSection({ ranks }: CohortSummary): string[] {
  if (ranks.length === 0) return [];
  const most = Math.max(...ranks.map(({ rank_shares }) => rank_shares.length));
  const head = [
    "ranked",
    "metric",
    "cases",
    "mean",
    "rank",
    "τ",
    ...Array.from({ length: most }, (_, i) => `#${i + 1}`),
  ];
  const rows = ranks.map((row) => [
    prefixed(row, String(row.model)),
    row.metric,
    String(row.n_cases),
    formatNumber(row.mean),
    String(row.rank),
    formatNumber(row.mean_tau),
    ...Array.from({ length: most }, (_, i) => (i in row.rank_shares ? formatNumber(row.rank_shares[i]) : "")),
  ]);
  return [
    "Stability of ranks (#k: share of draws with rank k; τ: Kendall's, mean over draws)",
    ...table(head, rows, 2),
  ];
}

function extremeSection({ extremes }: CohortSummary): string[] {
  if (extremes.length === 0) return [];
  return [
    "Best and worst cases (mean over groups)",
    ...table(
      ["case", "model", "", "metric", "value"],
      extremes.map((row) => [
        row.case,
        row.model ?? "",
        `${row.end} ${row.place}`,
        row.metric,
        formatNumber(row.value),
      ]),
      4,
    ),
  ];
}

function failureSection({ failures }: CohortSummary): string[] {
  return failures.length === 0
    ? []
    : [
        "Failures",
        ...failures.flatMap(({ case: id, model, message }) =>
          wrap(`${model === null ? id : `${id} (${model})`}: ${message}`, WIDTH - 2, "  ").map((line) => `  ${line}`),
        ),
      ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[], left = 1): string[] {
  const aligns = head.map((_, i): Align => (i < left ? "left" : "right"));
  return columns([head, ...rows], aligns).map((line) => `  ${line}`);
}

function nameOf({ by, model, group }: RowKey): string {
  return [by, model, group].filter((part) => part !== null).join(" · ");
}

function prefixed({ by, group }: { readonly by: string | null; readonly group: string }, text: string): string {
  return `${[by, group].filter((part) => part !== null).join(" · ")}: ${text}`;
}

function isSame(a: RowKey, b: RowKey): boolean {
  return a.by === b.by && a.model === b.model && a.group === b.group;
}

function interval(low: number | null, high: number | null, unit: "1" | "mm" = "1"): string {
  return low === null || high === null || Number.isNaN(low + high)
    ? UNDEFINED_MARK
    : `[${formatNumber(low, unit)}, ${formatNumber(high, unit)}]`;
}

function probability(p: number): string {
  return p < 0.0001 ? "< 0.0001" : Number.isNaN(p) ? UNDEFINED_MARK : p.toFixed(4);
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
