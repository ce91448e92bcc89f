import type { Triple } from "../../bindings/run-list.js";
import type { OverlapTable } from "../overlap/overlap-table.js";
import { classCounts, type PartScore, partQuality } from "../parts/part-score.js";
import { centrelineCounts } from "./centreline.js";
import { defaultTolerance, type Pooling, type SurfaceSettings } from "./formulas.js";
import { type MaskSource, type PairOfMasks, pairOfMasks } from "./mask-source.js";
import { countsOf } from "./measure-counts.js";
import { type MetricKey, metricOf, PANOPTIC_METRICS, type PairCounts } from "./registry.js";
import { surfaceDistances } from "./surface-distances.js";

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
  /** Some references together against some predictions together; nothing if they do not overlap. */
  readonly ofForeground: (
    keys: readonly MetricKey[],
    references: readonly number[],
    predictions: readonly number[],
    intersection: number,
  ) => MetricValues;
}

export interface MeasurerOptions {
  readonly partScore: PartScore;
  readonly hd95: Pooling;
  readonly nsd: Pooling;
  /** Null: the smallest spacing. */
  readonly nsdTolerance: number | null;
  /** Whether lengths of whole foregrounds are in mm or in voxels. */
  readonly globalSpace: "mm" | "voxel";
}

/** Lengths in voxels: panoptica's rule for whole foregrounds. */
const VOXELS: Triple = [1, 1, 1];

/** Metrics that need voxels are computed once for each set of masks of a source, all that share a computation together. */
export function createMeasurer(table: OverlapTable, masks: MaskSource, options: MeasurerOptions): Measurer {
  const settingsOf = (spacing: Triple) => {
    const usual = defaultTolerance(spacing.slice(0, table.dimensions), spacing === VOXELS ? "voxel" : "mm");
    return { hd95: options.hd95, nsd: options.nsd, toleranceMm: options.nsdTolerance ?? usual };
  };

  const measure = (
    keys: readonly MetricKey[],
    references: readonly number[],
    predictions: readonly number[],
    intersection: number,
    spacing: Triple,
  ): MetricValues => {
    const counts = countsOf(table, references, predictions, intersection, spacing);
    const values: Partial<Record<MetricKey, number>> = {};
    for (const key of keys) {
      const { from } = metricOf(key);
      if ("counts" in from) values[key] = from.counts(counts);
    }
    const costly = keys.filter((key) => !("counts" in metricOf(key).from));
    if (costly.length === 0) return values;
    const pair = pairOfMasks(table, references, predictions);
    const settings = settingsOf(spacing);
    const how = `${settings.hd95} ${settings.nsd} ${settings.toleranceMm} ${spacing === VOXELS}`;
    const name = `${pair.reference.join()}|${pair.prediction.join()}|${how}`;
    const before = masks.known.get(name) ?? {};
    const missing = costly.filter((key) => !(key in before));
    const all = missing.length === 0 ? before : { ...before, ...fromMasks(missing, pair, spacing, settings) };
    masks.known.set(name, all);
    for (const key of costly) values[key] = all[key];
    return values;
  };

  const fromMasks = (
    keys: readonly MetricKey[],
    pair: PairOfMasks,
    spacing: Triple,
    settings: SurfaceSettings,
  ): MetricValues => {
    const needs = (what: string) => keys.some((key) => what in metricOf(key).from);
    const surfaces = needs("surfaces") ? surfaceDistances(masks, pair, spacing) : null;
    const centrelines = needs("centrelines") ? centrelineCounts(masks, pair) : null;
    const values: Partial<Record<MetricKey, number>> = {};
    for (const key of keys) {
      const { from } = metricOf(key);
      if ("surfaces" in from && surfaces !== null) values[key] = from.surfaces(surfaces, settings);
      if ("centrelines" in from && centrelines !== null) values[key] = from.centrelines(centrelines);
    }
    return values;
  };

  return {
    ofUnion: (keys, g, predictions, intersection) => {
      const values = measure(keys, [g], predictions, intersection, table.spacing);
      const { parts } = table;
      if (parts === null) return values;
      const whole = countsOf(table, [g], predictions, intersection, table.spacing);
      const byClass = classCounts(table, parts, g, predictions);
      const partAware = keys.flatMap((key): [MetricKey, number][] => {
        const { from } = metricOf(key);
        if (!PANOPTIC_METRICS.includes(key) || !("counts" in from)) return [];
        const ratio = (each: Partial<PairCounts>) => from.counts({ ...whole, ...each });
        return [[key, partQuality(ratio, options.partScore, whole, byClass)]];
      });
      return { ...values, ...Object.fromEntries(partAware) };
    },
    ofForeground: (keys, references, predictions, intersection) =>
      intersection === 0
        ? {}
        : measure(keys, references, predictions, intersection, options.globalSpace === "mm" ? table.spacing : VOXELS),
  };
}
