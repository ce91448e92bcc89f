import {
  METRIC_KEYS,
  type MetricKey,
  metricOf,
  panopticQualityKey,
  segmentationQualityKey,
} from "../../metrics/registry.js";
import type { GroupValues } from "./group-values.js";
import { PLAIN, type Style } from "./style.js";
import { type Align, type Cell, columns, length, UNDEFINED_MARK } from "./text.js";

/** The column that holds definitions, where there is room for them. */
const DEFINITION = 2;

/** Names that would be shorter than this are left out. */
const SHORTEST_NAME = 16;

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
  const cells = used.map((key) => values.map(({ keyOf, deviates }) => metricCell(reader, key, keyOf(key), deviates)));

  const withTexts = (
    titles: readonly string[],
    textsOf: (key: MetricKey) => readonly string[],
    faint: Style["faint"],
  ) => {
    const head = [...titles, ...values.map(({ title }) => title)].map((text): Cell => ({ text, mark: faint }));
    const rows = used.map((key, i): (string | Cell)[] => [
      ...textsOf(key).map((text, column) => ({ text, mark: column === DEFINITION ? faint : undefined })),
      ...cells[i],
    ]);
    const aligns = head.map((_, i): Align => (i < titles.length ? "left" : "right"));
    return columns([head, ...rows], aligns);
  };
  // As much of the explanation as there is room for: definitions, else whole names, else their beginnings.
  const bare = withTexts(["metric"], (key) => [key.toUpperCase()], style.faint);
  const plain = withTexts(["metric"], (key) => [key.toUpperCase()], PLAIN.faint);
  const room = width - 4 - Math.max(...plain.map(length));
  const [names, definitions] = [nameOf, (key: MetricKey) => metricOf(key).definition].map((textOf) =>
    Math.max(...used.map((key) => length(textOf(key)))),
  );
  if (names + 2 + definitions <= room) {
    const texts = (key: MetricKey) => [key.toUpperCase(), nameOf(key), metricOf(key).definition];
    return withTexts(["metric", "", "definition"], texts, style.faint);
  }
  if (room < SHORTEST_NAME) return bare;
  return withTexts(["metric", ""], (key) => [key.toUpperCase(), nameOf(key, room)], style.faint);
}

function metricCell(reader: GroupValues, metric: MetricKey, key: string, deviates: boolean): string {
  if (!reader.has(key)) return "";
  const { unit } = metricOf(metric);
  const value = reader.show(key, unit);
  return deviates && value !== UNDEFINED_MARK ? `${value} ± ${reader.show(`${key}_std`, unit)}` : value;
}

/** A metric's name, and its unit if it has one, in at most `room` characters. */
export function nameOf(key: MetricKey, room = Number.POSITIVE_INFINITY): string {
  const { name, unit } = metricOf(key);
  const suffix = unit === "1" ? "" : ` (${unit})`;
  if (length(name + suffix) <= room) return name + suffix;
  return `${name.slice(0, room - suffix.length - 1).trimEnd()}…${suffix}`;
}

function globalKey(metric: string): string {
  return `global_bin_${metric}`;
}

function regionKey(metric: string): string {
  return `region_avg_${metric}`;
}
