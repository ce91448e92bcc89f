import type { Triple } from "../../bindings/volumes/run-volume.js";
import type { Indexes, OverlapTable } from "../overlap/overlap-table.js";
import { classCounts, type PartScore, partQuality } from "../overlap/parts/part-score.js";
import { type DisjointForegrounds, defaultTolerance, type Pooling, type Space, type Thinning } from "./formulas.js";
import { type MaskSource, pairOfMasks } from "./mask-source.js";
import { centreDistance, countsOf } from "./measure-counts.js";
import { measureNow } from "./measure-late.js";
import type { MetricRequest } from "./metric-request.js";
import { type MetricKey, metricOf, metricsNeedingVoxels, type PairCounts } from "./registry.js";

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
  /** By how much reference `g` and a union of predictions agree where they are matched by a metric. */
  readonly scoreOfUnion: (key: MetricKey, g: number, predictions: readonly number[], intersection: number) => number;
  /** Some references together against some predictions together; nothing where there is nothing to measure. */
  readonly ofForeground: (
    keys: readonly MetricKey[],
    references: Indexes,
    predictions: Indexes,
    intersection: number,
  ) => MetricValues;
  /** The voxels that {@link ofUnion} needs for these metrics, if any. */
  readonly unionRequests: (
    keys: readonly MetricKey[],
    g: number,
    predictions: readonly number[],
  ) => readonly MetricRequest[];
  /** The voxels that {@link scoreOfUnion} needs. */
  readonly scoreRequests: (
    keys: readonly MetricKey[],
    g: number,
    predictions: readonly number[],
  ) => readonly MetricRequest[];
  /** The voxels that {@link ofForeground} needs. */
  readonly foregroundRequests: (
    keys: readonly MetricKey[],
    references: Indexes,
    predictions: Indexes,
    intersection: number,
  ) => readonly MetricRequest[];
}

export interface MeasurerOptions {
  readonly partScore: PartScore;
  readonly assd: Pooling;
  readonly thinning: Thinning;
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  /** Null: the smallest spacing. */
  readonly nsdTolerance: number | null;
  /** Whether lengths of whole foregrounds, and of pairs that are matched by them, are in mm or in voxels. */
  readonly globalSpace: Space;
  readonly matchingSpace: Space;
  /** Whether foregrounds that do not overlap are measured like others. */
  readonly disjointForegrounds: DisjointForegrounds;
}

/** Lengths in voxels: panoptica's rule for whole foregrounds. */
const VOXELS: Triple = [1, 1, 1];

/** The spacing along the axes that count; along all of them if none does. */
function countedSpacing(spacing: Triple, { thin, dimensions }: OverlapTable): readonly number[] {
  const counted = spacing.filter((_, axis) => !thin[axis]);
  return counted.length > 0 ? counted : spacing.slice(0, dimensions);
}

/** Metrics that need voxels are computed once for each set of masks of a source, all that share a computation together. */
export function createMeasurer(table: OverlapTable, masks: MaskSource, options: MeasurerOptions): Measurer {
  const settingsOf = (spacing: Triple) => {
    const usual = defaultTolerance(countedSpacing(spacing, table), spacing === VOXELS ? "voxel" : "mm");
    const { assd, hd95, nsd, thinning } = options;
    return { assd, hd95, nsd, thinning, toleranceMm: options.nsdTolerance ?? usual };
  };

  const measure = (
    keys: readonly MetricKey[],
    references: Indexes,
    predictions: Indexes,
    intersection: number,
    spacing: Triple,
  ): MetricValues => {
    const counts = countsOf(table, references, predictions, intersection);
    const values: Partial<Record<MetricKey, number>> = {};
    for (const key of keys) {
      const { from } = metricOf(key);
      if ("counts" in from) values[key] = from.counts(counts);
      else if ("centres" in from) {
        values[key] = from.centres(centreDistance(table, references, predictions, spacing));
      }
    }
    const costly = metricsNeedingVoxels(keys);
    if (costly.length === 0) return values;
    const request = requestOf(costly, references, predictions, spacing);
    measureNow(masks, request);
    const known = masks.known.get(request.name) ?? {};
    for (const key of costly) values[key] = known[key];
    return values;
  };

  const requestOf = (
    keys: readonly MetricKey[],
    references: Indexes,
    predictions: Indexes,
    spacing: Triple,
  ): MetricRequest => {
    const pair = pairOfMasks(table, references, predictions);
    const settings = settingsOf(spacing);
    const how = `${Object.values(settings).join(" ")} ${spacing === VOXELS}`;
    const name = `${pair.reference.join()}|${pair.prediction.join()}|${how}`;
    return { name, keys, pair, spacing, settings };
  };
  const requestsOf = (
    keys: readonly MetricKey[],
    references: Indexes,
    predictions: Indexes,
    spacing: Triple,
  ): MetricRequest[] => {
    const costly = metricsNeedingVoxels(keys);
    return costly.length === 0 ? [] : [requestOf(costly, references, predictions, spacing)];
  };
  const isUnmeasured = (references: Indexes, predictions: Indexes, intersection: number) =>
    references.length === 0 ||
    predictions.length === 0 ||
    (intersection === 0 && options.disjointForegrounds === "edge-case");
  const spacingOf = (space: Space) => (space === "mm" ? table.spacing : VOXELS);
  const globalSpacing = spacingOf(options.globalSpace);
  const matchingSpacing = spacingOf(options.matchingSpace);

  return {
    ofUnion: (keys, g, predictions, intersection) => {
      const values = measure(keys, [g], predictions, intersection, table.spacing);
      const { parts } = table;
      if (parts === null) return values;
      const whole = countsOf(table, [g], predictions, intersection);
      const byClass = classCounts(table, parts, g, predictions);
      const partAware = keys.flatMap((key): [MetricKey, number][] => {
        const { from, isPanoptic } = metricOf(key);
        if (!isPanoptic || !("counts" in from)) return [];
        const ratio = (each: Partial<PairCounts>) => from.counts({ ...whole, ...each });
        return [[key, partQuality(ratio, options.partScore, whole, byClass)]];
      });
      return { ...values, ...Object.fromEntries(partAware) };
    },
    scoreOfUnion: (key, g, predictions, intersection) =>
      measure([key], [g], predictions, intersection, matchingSpacing)[key] ?? Number.NaN,
    ofForeground: (keys, references, predictions, intersection) => {
      if (isUnmeasured(references, predictions, intersection)) return {};
      return measure(keys, references, predictions, intersection, globalSpacing);
    },
    unionRequests: (keys, g, predictions) => requestsOf(keys, [g], predictions, table.spacing),
    scoreRequests: (keys, g, predictions) => requestsOf(keys, [g], predictions, matchingSpacing),
    foregroundRequests: (keys, references, predictions, intersection) => {
      if (isUnmeasured(references, predictions, intersection)) return [];
      return requestsOf(keys, references, predictions, globalSpacing);
    },
  };
}
