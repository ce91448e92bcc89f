import { qualityUndefinedReason } from "../matching/registry.js";
import { atEveryThreshold, sweepThresholds } from "../matching/sweep-thresholds.js";
import type { MatchedInterval } from "../matching/threshold-interval.js";
import type { MaskSource } from "../metrics/mask-source.js";
import { type MetricKey, metricsNeedingVoxels } from "../metrics/registry.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type Decision, type MeasuredInterval, measureIntervals } from "../results/measure-intervals.js";
import type { Autc } from "../results/result-types.js";
import { areaUnderCurve } from "../results/threshold-curve.js";
import { boundedMetrics, countVoid, type ThresholdRequest } from "../results/threshold-values.js";
import {
  type CandidateTable,
  decisionRuleOf,
  isMatchedByStrategy,
  matchGroup,
  type UnmatchedTable,
} from "./match-table.js";
import type { Measure } from "./measure.js";

/** A group's matchings at every threshold, not measured yet. */
interface SweptGroup {
  readonly matched: readonly MatchedInterval[];
  /** The metrics of each match, the one that decides among them. */
  readonly keys: readonly MetricKey[];
  readonly decision: Decision | null;
  readonly withoutQuality: string | null;
}

/** A group's matchings at every threshold, measured, and what their sums depend on. */
export interface MeasuredSweep {
  readonly intervals: readonly MeasuredInterval[];
  readonly request: ThresholdRequest;
}

/** Matches by `options.strategy` and decides at every threshold, where these have a say, and measures what is matched. */
export async function sweepGroup(
  masks: MaskSource,
  unmatched: UnmatchedTable & Pick<CandidateTable, "scored">,
  options: VolumeOptions,
  movesDecision: boolean,
  measure: Measure,
): Promise<MeasuredSweep> {
  const { table, measurer } = unmatched;
  const { matched, keys, decision, withoutQuality } = await matchEverywhere(masks, unmatched, options, movesDecision);
  const costly = metricsNeedingVoxels(keys);
  if (costly.length > 0) {
    await measure(
      masks,
      matched.flatMap(({ reference, predictions }) => measurer.unionRequests(costly, reference, predictions)),
    );
  }
  const { edgeCases, undefinedInMeans } = options;
  const voids = countVoid(table);
  return {
    intervals: measureIntervals(matched, keys, decision, measurer.ofUnion),
    request: { table, voids, metrics: boundedMetrics(options.metrics), edgeCases, undefinedInMeans, withoutQuality },
  };
}

async function matchEverywhere(
  { engine }: MaskSource,
  { group, scored }: Pick<CandidateTable, "group" | "scored">,
  options: VolumeOptions,
  movesDecision: boolean,
): Promise<SweptGroup> {
  const metrics = boundedMetrics(options.metrics);
  if (!isMatchedByStrategy(group, options)) {
    const matched = atEveryThreshold(matchGroup(engine, scored, group, options), scored.direction);
    return { matched, keys: metrics, decision: null, withoutQuality: null };
  }
  const { decisionMetric: metric, decisionThreshold } = options;
  const threshold = movesDecision ? null : decisionThreshold;
  const decision = metric === null ? null : { metric, threshold, rule: decisionRuleOf(options) };
  const withoutQuality = qualityUndefinedReason(options.strategy);
  const matched = await sweepThresholds(scored, { engine, ...options });
  const keys = new Set([...(withoutQuality === null ? metrics : []), ...(metric === null ? [] : [metric])]);
  return { matched, keys: [...keys], decision, withoutQuality };
}

/** The areas under a group's threshold curve, and the curve. */
export async function areaOfGroup(
  masks: MaskSource,
  candidates: CandidateTable,
  options: VolumeOptions & { readonly autc: "exact" | number },
  measure: Measure,
): Promise<Autc> {
  const movesDecision = options.autcDecision === "moving";
  const { intervals, request } = await sweepGroup(masks, candidates, options, movesDecision, measure);
  return areaUnderCurve(intervals, options.autc, options.thresholdRule, request);
}
