import {
  METRIC_KEYS,
  type MetricKey,
  metricOf,
  PANOPTIC_METRICS,
  panopticQualityKey,
  segmentationQualityKey,
} from "../../metrics/registry.js";
import { SCORES } from "../../metrics/table-scores/registry.js";
import type { ScoreRow } from "../../metrics/table-scores/score-row.js";
import { valueName } from "../../metrics/value-names.js";
import { type DisplayUnit, withUnit } from "../../reports/case/text.js";
import type { GroupResult } from "../../results/result-types.js";

/** A number of a group's result that can be summed up over cases. */
export interface SummaryMetric {
  /** Its key in results. */
  readonly key: string;
  /** As tables and axes call it, without its unit. */
  readonly name: string;
  readonly unit: DisplayUnit;
  /** Which end is the better one; null where neither is (a signed number, a volume). */
  readonly direction: "higher" | "lower" | null;
  /** Its value of a perfect case; null where no number is perfect. */
  readonly best: number | null;
  /** Its value of a case that could not be worse: a number, a distance across the grid, or null where there is no bound. */
  readonly worst: number | "distance" | null;
  /** Whether it is summed up if nothing is asked for: qualities are, counts, volumes and deviations are not. */
  readonly isUsual: boolean;
  readonly read: (result: GroupResult) => unknown;
}

const QUALITY = { unit: "1", direction: "higher", best: 1, worst: 0, isUsual: true } as const;
const OTHER = { unit: "1", direction: null, best: null, worst: null, isUsual: false } as const;

/** Those that readers look for first, then segmentation and whole foregrounds in the order of the registry. */
export const SUMMARY_METRICS: readonly SummaryMetric[] = [
  ...["pq", "sq", "rq", "rec", "prec", "autc_pq"].map((key) => plain(key, QUALITY)),
  ...METRIC_KEYS.filter((key) => key !== "iou").flatMap((key) => [
    plain(segmentationQualityKey(key), of(key)),
    ...(PANOPTIC_METRICS.includes(key) ? [plain(panopticQualityKey(key), QUALITY)] : []),
  ]),
  ...["sq", "rq", ...PANOPTIC_METRICS.filter((key) => key !== "iou").flatMap(qualityKeys)].map((key) =>
    plain(`autc_${key}`, QUALITY),
  ),
  ...METRIC_KEYS.map((key) => plain(`global_bin_${key}`, of(key))),
  ...METRIC_KEYS.map((key) => plain(`region_avg_${key}`, of(key))),
  { ...QUALITY, key: "lesion_wise_dice", name: "lesion-wise Dice", read: ({ brats }) => brats?.lesion_wise_dice },
  {
    key: "lesion_wise_hd95",
    name: "lesion-wise HD95",
    unit: "mm",
    direction: "lower",
    best: 0,
    worst: "distance",
    isUsual: true,
    read: ({ brats }) => brats?.lesion_wise_hd95,
  },
  ...SCORES.map(ofScore),
  plain("tp", { ...OTHER, direction: "higher", worst: 0 }),
  ...["fp", "fn"].map((key) => plain(key, { ...OTHER, direction: "lower", best: 0 })),
  ...["n_ref_instances", "n_pred_instances", "instance_voxel_count_ref", "instance_volume_ref"].map((key) =>
    plain(key, OTHER),
  ),
  ...["global_bin_volume_ref", "global_bin_volume_pred"].map((key) => plain(key, OTHER)),
  ...METRIC_KEYS.map((key) => plain(`${segmentationQualityKey(key)}_std`, { ...OTHER, unit: metricOf(key).unit })),
];

export const SUMMARY_METRIC_KEYS: readonly string[] = SUMMARY_METRICS.map(({ key }) => key);

const BY_KEY: ReadonlyMap<string, SummaryMetric> = new Map(SUMMARY_METRICS.map((metric) => [metric.key, metric]));

/** A number's name with its unit. */
export function metricTitle(key: string): string {
  const { name, unit } = summaryMetricOf(key);
  return withUnit(name, unit);
}

/** @param key one of {@link SUMMARY_METRIC_KEYS} */
export function summaryMetricOf(key: string): SummaryMetric {
  // Safe: keys are checked where they are asked for.
  return BY_KEY.get(key) as SummaryMetric;
}

function qualityKeys(key: MetricKey): string[] {
  return [panopticQualityKey(key), segmentationQualityKey(key)];
}

function plain(key: string, rest: Omit<SummaryMetric, "key" | "name" | "read">): SummaryMetric {
  return {
    key,
    name: valueName(key).name,
    ...rest,
    read: (result) => (result as unknown as Readonly<Record<string, unknown>>)[key],
  };
}

function of(key: MetricKey): Omit<SummaryMetric, "key" | "name" | "read"> {
  const { unit, direction, bounds } = metricOf(key);
  const [low, high] = bounds;
  // A signed difference is best at 0: neither end is.
  if (low < 0) return { ...OTHER, unit, isUsual: true };
  if (direction === "higher") return { unit, direction, best: high, worst: low, isUsual: true };
  const worst = unit === "mm" ? "distance" : Number.isFinite(high) ? high : null;
  return { unit, direction, best: low, worst, isUsual: true };
}

/** A score of a neighbouring field; summed up by default. */
function ofScore({ key, name, unit, better, bounds: [low, high] }: ScoreRow): SummaryMetric {
  const [best, worst] = better === "higher" ? [high, low] : [low, high];
  const bound = (end: number) => (Number.isFinite(end) ? end : null);
  return {
    key,
    name,
    unit,
    direction: better,
    best: bound(best),
    worst: bound(worst),
    isUsual: true,
    read: ({ scores }) => scores?.[key],
  };
}
