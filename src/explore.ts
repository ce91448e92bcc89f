import type { ExplorationRow } from "./aggregate/exploration-row.js";
import { measureSpans } from "./aggregate/measure-spans.js";
import { boundedMetrics, type ThresholdRequest, valuesAt } from "./aggregate/threshold-values.js";
import { type EvaluateInputs, overGroups } from "./evaluate.js";
import type { GroupPlan } from "./label/plan-layers.js";
import { scoreGroup } from "./match-table.js";
import type { MaskSource } from "./metrics/mask-source.js";
import { createMeasurer } from "./metrics/measurer.js";
import { type ExploreOptions, type Grid, resolveExploration } from "./options/exploration.js";
import type { ResolvedOptions } from "./options/registry.js";
import { dropSmall } from "./overlap/drop-small.js";
import type { OverlapTable } from "./overlap/overlap-table.js";
import { whyWithoutQuality } from "./strategies/registry.js";
import { decisionOf, sweepGroup } from "./sweep-group.js";

type Cell = Omit<ExplorationRow, "group">;

/**
 * Evaluates one pair by every strategy with every score at every threshold: how much the result owes to these choices.
 * The volumes are read and overlapped once, and each strategy is swept over all thresholds at once.
 *
 * ```ts
 * const rows = await explore({ reference, prediction }, { strategies: ["one-to-one", "union"], thresholds: [0.25, 0.5] });
 * console.table(rows);
 * ```
 *
 * @returns a row for each group, score, strategy and threshold, in this order
 * @throws VoxmatchError as `evaluate` does
 */
export async function explore(inputs: EvaluateInputs, options: ExploreOptions = {}): Promise<ExplorationRow[]> {
  const { grid, options: resolved } = resolveExploration(options);
  const { groups } = await overGroups(inputs, resolved, (masks, table, group, settled) =>
    exploreGroup(masks, table, group, settled, grid),
  );
  return Object.entries(groups).flatMap(([group, cells]) => cells.map((cell) => ({ group, ...cell })));
}

function exploreGroup(
  masks: MaskSource,
  whole: OverlapTable,
  group: GroupPlan,
  options: ResolvedOptions,
  { strategies, thresholds, matchingMetrics }: Grid,
): Cell[] {
  const { table } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const measurer = createMeasurer(table, masks, options);
  const metrics = boundedMetrics(options.metrics);
  const decision = decisionOf(group, options);
  return matchingMetrics.flatMap((matchingMetric) => {
    const scored = scoreGroup(table, measurer, { ...options, matchingMetric });
    return strategies.flatMap((strategy) => {
      const allowManyToOne = options.allowManyToOne && strategy === "greedy";
      const matched = sweepGroup(masks.engine, scored, group, { ...options, strategy, allowManyToOne });
      const withoutQuality = group.single ? null : whyWithoutQuality(strategy);
      const spans = measureSpans(matched, withoutQuality === null ? metrics : [], decision, measurer.ofUnion);
      const request: ThresholdRequest = { table, metrics, edgeCases: options.edgeCases, withoutQuality };
      return thresholds.map((threshold): Cell => {
        const at = { value: threshold, rule: options.thresholdRule, direction: scored.direction };
        const { tp, fp, fn, ...qualities } = valuesAt(spans, at, request);
        const shares = { prec: tp / (tp + fp), rec: tp / (tp + fn) };
        return { strategy, matching_metric: matchingMetric, threshold, tp, fp, fn, ...shares, ...qualities };
      });
    });
  });
}
