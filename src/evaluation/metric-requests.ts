import { type Matching, matchedReferences } from "../matching/matching.js";
import { isScoreOfCounts } from "../metrics/matching-metric.js";
import type { MetricRequest } from "../metrics/metric-request.js";
import { type MetricKey, metricsNeedingVoxels } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { allInstances } from "../overlap/all-instances.js";
import type { UnmatchedTable } from "./match-table.js";

/** The metrics that need voxels, by the stage that reads them first. */
export interface VoxelMetrics {
  /** Of pairs, before they are matched. */
  readonly score: readonly MetricKey[];
  /** Of matches, before the decision; with all other metrics of matches, which share the distances. */
  readonly decision: readonly MetricKey[];
  /** Of matches. */
  readonly matches: readonly MetricKey[];
  /** Of the whole foregrounds. */
  readonly foreground: readonly MetricKey[];
}

/** The metrics in use that need voxels. */
export function voxelMetrics(options: VolumeOptions): VoxelMetrics {
  const { matchingMetric, decisionMetric } = options;
  const matches = metricsNeedingVoxels(options.metrics);
  const decision = decisionMetric === null ? [] : metricsNeedingVoxels([decisionMetric]);
  return {
    score: isScoreOfCounts(matchingMetric) ? [] : metricsNeedingVoxels([matchingMetric]),
    decision: decision.length === 0 ? [] : [...new Set([...decision, ...matches])],
    matches,
    foreground: metricsNeedingVoxels(options.globalMetrics),
  };
}

/** How often matching and measuring measure a batch, given the metrics in use. */
export function batchCount(options: VolumeOptions): number {
  const { score, decision, matches, foreground } = voxelMetrics(options);
  return [score, decision, [...matches, ...foreground]].filter((keys) => keys.length > 0).length;
}

type Measurable = Pick<UnmatchedTable, "table" | "measurer">;

/** Requests for the scores of all pairs. */
export function scoreRequests({ table, measurer }: Measurable, keys: readonly MetricKey[]): readonly MetricRequest[] {
  return Array.from(table.pairVoxels.keys()).flatMap((pair) =>
    measurer.scoreRequests(keys, table.pairReference[pair], [table.pairPrediction[pair]]),
  );
}

/** Requests for the metrics of all matches. */
export function matchRequests(
  { measurer }: Measurable,
  matching: Matching,
  keys: readonly MetricKey[],
): readonly MetricRequest[] {
  if (keys.length === 0) return [];
  return matchedReferences(matching).flatMap(({ reference, predictions }) =>
    measurer.unionRequests(keys, reference, predictions),
  );
}

/** Requests for the metrics of the whole foregrounds. */
export function foregroundRequests(
  { table, measurer }: Measurable,
  keys: readonly MetricKey[],
): readonly MetricRequest[] {
  return keys.length === 0 ? [] : measurer.foregroundRequests(keys, ...allInstances(table));
}
