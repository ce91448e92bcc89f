import { formatCount, formatNumber, formatVolume, withUnit, wrap } from "../../../reports/case/text.js";
import { summaryMetricOf } from "../summary-metrics.js";
import type { CohortSummary, CountsRow, MetricRow } from "../summary-types.js";
import { fewer, interval, isSame, nameOf, plural, said, tableLines } from "./text-table.js";

/** Every metric of a model and group; in brief without the reasons for values that are no numbers. */
export function sampleSection(
  { metrics, by_volume }: CohortSummary,
  counts: CountsRow,
  width: number,
  isBrief = false,
): string[] {
  const own = metrics.filter((row) => isSame(row, counts));
  const clusters = counts.n_clusters === counts.n_cases ? "" : ` in ${formatCount(counts.n_clusters)} clusters`;
  const heading =
    `${nameOf(counts)}: ${plural(counts.n_cases, "case")}${clusters}, ${plural(counts.n_ref_instances, "reference")}, ` +
    `${plural(counts.n_pred_instances, "prediction")}; TP ${formatCount(counts.tp)}, FP ${formatCount(counts.fp)}, ` +
    `FN ${formatCount(counts.fn)}`;
  const rows = own.map((row) => {
    const show = (value: number | null) => formatNumber(value, row.unit);
    return [
      withUnit(row.metric, row.unit),
      String(row.n),
      show(row.mean),
      interval(row.mean_low, row.mean_high, row.unit),
      ...[row.sd, row.min, row.q1, row.median, row.q3, row.max].map(show),
      row.pooled === null ? "" : show(row.pooled),
      row.pooled === null ? "" : interval(row.pooled_low, row.pooled_high, row.unit),
    ];
  });
  const head = ["metric", "n", "mean", "", "sd", "min", "q1", "median", "q3", "max", "pooled", ""];
  const volumes = by_volume.filter((row) => isSame(row, counts));
  return [
    ...wrap(heading, width, "  "),
    ...tableLines({ head, rows, dispensable: ["pooled", "q1", "q3", "min", "max"] }, width),
    ...unmeasuredLines(own, width, isBrief),
    ...(volumes.length === 0 ? [] : volumeLines(volumes, width)),
  ];
}

function volumeLines(volumes: CohortSummary["by_volume"], width: number): string[] {
  return tableLines(
    {
      head: ["volume", "references", "recall", "", "predictions", "precision", ""],
      rows: volumes.map((row) => [
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
      dispensable: ["predictions"],
    },
    width,
  );
}

/** Values that were not measured, how they count, and why unless in brief; the same of several metrics on one line. */
function unmeasuredLines(rows: readonly MetricRow[], width: number, isBrief: boolean): string[] {
  const keys = new Map<string, string[]>();
  for (const row of rows) {
    const reasons = Object.entries(row.reasons).map(([reason, count]) => `${plural(count, "case")}: ${reason}`);
    const counts = [
      ...(row.n_as_best > 0 ? [`${row.n_as_best} as best`] : []),
      ...(row.n_as_worst > 0 ? [`${row.n_as_worst} as worst`] : []),
      ...(row.n_left_out > 0 ? [`${row.n_left_out} left out`] : []),
    ];
    if (counts.length === 0) continue;
    const text = isBrief ? counts.join(", ") : `${reasons.join("; ")} (${counts.join(", ")})`;
    keys.set(text, [...(keys.get(text) ?? []), row.metric]);
  }
  return [...keys].flatMap(([text, metrics]) => said(`no number of ${metrics.join(", ")}: ${text}`, width));
}

/** The means of several models side by side: as many metrics as fit. */
export function meansSection({ metrics, counts, ranks, options }: CohortSummary, width: number): string[] {
  const keys = [...new Set(metrics.map(({ metric }) => metric))];
  const own = counts.filter(({ by }) => by === null);
  // Of several rankings the first decides.
  const places = new Map(
    [...ranks]
      .reverse()
      .filter(({ by }) => by === null)
      .map((row) => [nameOf(row), row.rank]),
  );
  const ordered = [...own].sort((a, b) => (places.get(nameOf(a)) ?? 0) - (places.get(nameOf(b)) ?? 0));
  const groups = new Set(own.map(({ group }) => group)).size;
  const names = keys.map((key) => withUnit(key, summaryMetricOf(key).unit));
  const shown = ordered.slice(0, own.length > options.top ? fewer(options.top) : options.top);
  const rest = own.length - shown.length;
  return [
    "Means of every metric",
    ...tableLines(
      {
        head: ["model", ...names],
        rows: shown.map((one) => [
          groups > 1 ? nameOf(one) : (one.model ?? ""),
          ...keys.map((key) => {
            const row = metrics.find((each) => each.metric === key && isSame(each, one));
            return formatNumber(row?.mean, summaryMetricOf(key).unit);
          }),
        ]),
        dispensable: [...names].reverse(),
      },
      width,
    ),
    ...(rest > 0 ? said(`… and ${rest} more.`, width) : []),
  ];
}
