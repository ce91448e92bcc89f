import { strategyOf } from "../matching/registry.js";
import { createMeasurer } from "../metrics/measurer.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type ExploreOptions, type Grid, resolveExploration } from "../options/exploration.js";
import { dropSmall } from "../overlap/drop-small.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import { valuesAt } from "../results/threshold-values.js";
import { overGroups } from "./evaluate.js";
import { scoreGroup } from "./match-table.js";
import type { EvaluateInputs } from "./open-inputs.js";
import type { GroupTable } from "./overlap-tables.js";
import { sweepGroup } from "./sweep-group.js";
import { checkWork, type WorkOptions } from "./work-options.js";

/** A row of a group that is known. */
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
export async function explore(
  inputs: EvaluateInputs,
  options: ExploreOptions = {},
  work: Pick<WorkOptions, "threads"> = {},
): Promise<ExplorationRow[]> {
  checkWork(work);
  const { grid, options: resolved } = resolveExploration(options);
  const { groups } = await overGroups(inputs, resolved, (group, settled) => exploreGroup(group, settled, grid), work);
  return rowsOf(groups);
}

/** The rows of all groups, one after the other. */
export function rowsOf(groups: Readonly<Record<string, readonly Cell[]>>): ExplorationRow[] {
  return Object.entries(groups).flatMap(([group, cells]) => cells.map((cell) => ({ group, ...cell })));
}

/** The rows of one group. */
export function exploreGroup(
  { masks, table: whole, plan: group }: GroupTable,
  options: VolumeOptions,
  { strategies, thresholds, matchingMetrics }: Grid,
): Cell[] {
  const { table } = dropSmall(whole, { voxels: options.minVoxels, volume: options.minVolume });
  const measurer = createMeasurer(table, masks, options);
  return matchingMetrics.flatMap((matchingMetric) => {
    const scored = scoreGroup(table, measurer, { ...options, matchingMetric });
    const unmatched = { table, group, measurer, scored };
    return strategies.flatMap((strategy) => {
      const allowManyToOne = options.allowManyToOne && strategyOf(strategy).options.includes("allowManyToOne");
      const { spans, request } = sweepGroup(masks.engine, unmatched, { ...options, strategy, allowManyToOne }, false);
      return thresholds.map((threshold): Cell => {
        const at = { value: threshold, rule: options.thresholdRule, direction: scored.direction };
        const { tp, fp, fn, ...qualities } = valuesAt(spans, at, request);
        const shares = { prec: tp / (tp + fp), rec: tp / (tp + fn) };
        return { strategy, matching_metric: matchingMetric, threshold, tp, fp, fn, ...shares, ...qualities };
      });
    });
  });
}
