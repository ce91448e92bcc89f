import {
  METRIC_KEYS,
  type MetricKey,
  metricOf,
  panopticQualityKey,
  segmentationQualityKey,
} from "../metrics/registry.js";
import type { GroupValues } from "./group-values.js";
import { PLAIN, type Style } from "./style.js";
import { type Align, type Cell, columns, length, UNDEFINED_MARK } from "./text.js";

/** A line for each metric: mean and deviation over the matched references, its panoptic quality, the whole foreground. */
export function metricTable(reader: GroupValues, width: number, style: Style): string[] {
  const used = METRIC_KEYS.filter((key) =>
    [segmentationQualityKey(key), globalKey(key), regionKey(key)].some((name) => reader.has(name)),
  );
  if (used.length === 0) return [];
  const n = reader.number("sq_n") ?? reader.number("tp") ?? 0;
  const values = [
    { title: `matched (n = ${n})`, keyOf: segmentationQualityKey, deviates: true },
    { title: "PQ", keyOf: panopticQualityKey, deviates: false },
    { title: "foreground", keyOf: globalKey, deviates: false },
    { title: "regions", keyOf: regionKey, deviates: false },
  ].filter(({ keyOf }) => used.some((key) => reader.has(keyOf(key))));
  const texts = [
    { title: "metric", textOf: (key: MetricKey) => key.toUpperCase() },
    { title: "", textOf: (key: MetricKey) => nameOf(key) },
    { title: "definition", textOf: (key: MetricKey) => metricOf(key).definition },
  ];

  const withTexts = (count: number, faint: Style["faint"]): string[] => {
    const shown = texts.slice(0, count);
    const head = [...shown, ...values].map(({ title }): Cell => ({ text: title, mark: faint }));
    const rows = used.map((key): (string | Cell)[] => [
      ...shown.map(({ textOf }, i) => ({ text: textOf(key), mark: i === 2 ? faint : undefined })),
      ...values.map(({ keyOf, deviates }) => {
        if (!reader.has(keyOf(key))) return "";
        const { unit } = metricOf(key);
        const value = reader.show(keyOf(key), unit);
        if (!deviates || value === UNDEFINED_MARK) return value;
        return `${value} ± ${reader.show(`${keyOf(key)}_std`, unit)}`;
      }),
    ]);
    const aligns = head.map((_, i): Align => (i < count ? "left" : "right"));
    return columns([head, ...rows], aligns);
  };
  // As much of the explanation as there is room for.
  const fits = (count: number) => Math.max(...withTexts(count, PLAIN.faint).map(length)) <= width - 2;
  return withTexts([3, 2].find(fits) ?? 1, style.faint);
}

/** A metric's name, and its unit if it has one. */
export function nameOf(key: MetricKey): string {
  const { name, unit } = metricOf(key);
  return unit === "1" ? name : `${name} (${unit})`;
}

function globalKey(metric: string): string {
  return `global_bin_${metric}`;
}

function regionKey(metric: string): string {
  return `region_avg_${metric}`;
}
