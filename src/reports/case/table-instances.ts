import { METRIC_KEYS, metricOf, segmentationQualityKey } from "../../metrics/registry.js";
import type { GroupResult, InstanceRow, ReferenceRow } from "../../results/result-types.js";
import type { Style } from "./style.js";
import { type Align, type Cell, columns, formatNumber, formatVolume, indent } from "./text.js";

/** How many instances a list names; the others are counted. */
const LISTED = 5;

/** Number of metrics listed for a match. */
const METRICS_LISTED = 3;

/** The worst matches, and the largest of the missed references and of the spurious predictions. */
export function instanceLists(group: GroupResult, dimensions: number, style: Style): string[] {
  const unit = dimensions === 2 ? "mm²" : "mm³";
  const missed = group.reference_instances
    .filter((row) => row.is_matched === 0)
    .map((row) => ({ row, volume: row.instance_volume_ref }));
  const spurious = group.predicted_instances
    .filter((row) => row.is_matched === 0)
    .map((row) => ({ row, volume: row.instance_volume_pred }));
  const blocks = [
    worstMatches(group, unit, style),
    largest("Missed", "reference", missed, unit, style),
    largest("Spurious", "prediction", spurious, unit, style),
  ].filter((block) => block.length > 0);
  return blocks.flatMap((block, i) => (i === 0 ? block : ["", ...block]));
}

function worstMatches(group: GroupResult, unit: string, style: Style): string[] {
  const matched = group.reference_instances.filter((row) => row.is_matched === 1);
  if (matched.length === 0) return [];
  const metrics = METRIC_KEYS.filter((key) => segmentationQualityKey(key) in matched[0]).slice(0, METRICS_LISTED);
  const worst = metrics.length === 0 ? matched : [...matched].sort(byMetric(metrics[0]));
  const listed = worst.slice(0, LISTED);
  const head = ["reference", "predictions", ...metrics.map((key) => key.toUpperCase()), unit, "centre (voxel)"];
  const rows = listed.map((row): string[] => [
    String(row.label),
    shortened(row.predictions),
    ...metrics.map((key) => formatNumber(row[segmentationQualityKey(key) as "sq"], metricOf(key).unit)),
    formatVolume(row.instance_volume_ref),
    centreOf(row),
  ]);
  return listOf(
    matched.length > LISTED ? `Worst ${LISTED} of ${matched.length} matches` : "Matches, worst first",
    head,
    rows,
    style,
    style.strong,
  );
}

/** The lowest value first where higher is better, and the other way round; undefined ones last. */
function byMetric(metric: (typeof METRIC_KEYS)[number]): (a: ReferenceRow, b: ReferenceRow) => number {
  const key = segmentationQualityKey(metric) as "sq";
  const sign = metricOf(metric).direction === "higher" ? 1 : -1;
  const rank = (row: ReferenceRow) => {
    const value = row[key] ?? Number.NaN;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  return (a, b) => rank(a) - rank(b) || a.label - b.label;
}

function largest(
  title: string,
  noun: string,
  rows: readonly { readonly row: InstanceRow; readonly volume: number }[],
  unit: string,
  style: Style,
): string[] {
  if (rows.length === 0) return [];
  const sorted = [...rows].sort((a, b) => b.volume - a.volume || a.row.label - b.row.label);
  const shown = sorted
    .slice(0, LISTED)
    .map(({ row, volume }) => [String(row.label), formatVolume(volume), centreOf(row)]);
  const counted = rows.length > LISTED ? `${title} ${rows.length}, largest ${LISTED}` : `${title} ${rows.length}`;
  return listOf(counted, [noun, unit, "centre (voxel)"], shown, style, style.bad);
}

function listOf(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  mark: Style["good"],
): string[] {
  const cells: (string | Cell)[][] = [
    head.map((text) => ({ text, mark: style.faint })),
    ...rows.map((row) => [...row]),
  ];
  const last = head.length - 1;
  const aligns = head.map((text, i): Align => (text === "predictions" || i === last ? "left" : "right"));
  return [mark(title), ...indent(columns(cells, aligns))];
}

function shortened(labels: readonly number[]): string {
  return labels.length <= 4 ? labels.join(", ") : `${labels.slice(0, 3).join(", ")} and ${labels.length - 3} more`;
}

function centreOf({ centre }: InstanceRow): string {
  return centre.map((position) => Math.round(position)).join(", ");
}
