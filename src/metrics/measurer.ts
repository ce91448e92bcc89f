import type { OverlapTable } from "../overlap/overlap-table.js";
import { classCounts, type PartScore, partQuality } from "../parts/part-score.js";
import { countsOfForeground, countsOfUnion } from "./measure-counts.js";
import { type MetricKey, metricOf, PANOPTIC_METRICS } from "./registry.js";

/** A number for each of some metrics. */
export type MetricValues = Readonly<Partial<Record<MetricKey, number>>>;

/** Measures masks of one group. */
export interface Measurer {
  /** Reference `g` against the union of some predictions, whose overlaps with it sum to `intersection`. */
  readonly ofUnion: (
    keys: readonly MetricKey[],
    g: number,
    predictions: readonly number[],
    intersection: number,
  ) => MetricValues;
  /** All references together against all predictions together; nothing if they do not overlap. */
  readonly ofForeground: (keys: readonly MetricKey[]) => MetricValues;
}

export interface MeasurerOptions {
  readonly partScore: PartScore;
}

export function createMeasurer(table: OverlapTable, { partScore }: MeasurerOptions): Measurer {
  const { parts } = table;
  return {
    ofUnion: (keys, g, predictions, intersection) => {
      const counts = countsOfUnion(table, g, predictions, intersection);
      const byClass = parts && classCounts(table, parts, g, predictions);
      return valuesOf(keys, (key) => {
        const { fromCounts } = metricOf(key);
        const partAware = byClass !== null && PANOPTIC_METRICS.includes(key);
        if (!partAware) return fromCounts(counts);
        return partQuality((each) => fromCounts({ ...counts, ...each }), partScore, counts, byClass);
      });
    },
    ofForeground: (keys) => {
      const counts = countsOfForeground(table);
      return counts.intersection > 0 ? valuesOf(keys, (key) => metricOf(key).fromCounts(counts)) : {};
    },
  };
}

function valuesOf(keys: readonly MetricKey[], value: (key: MetricKey) => number): MetricValues {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}
