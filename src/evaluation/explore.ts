import { withEngine } from "../../bindings/pool/engine-pool.js";
import { strategyOf } from "../matching/registry.js";
import { createMeasurer } from "../metrics/measurer.js";
import type { VolumeOptions } from "../options/bind-to-volume.js";
import { type ExploreOptions, type Grid, resolveExploration } from "../options/exploration.js";
import type { ExplorationRow } from "../results/exploration-row.js";
import type { SegmentPair } from "./evaluate-segments.js";
import type { GroupTable } from "./label-groups.js";
import { leaveOutSmall } from "./leave-out-small.js";
import { scoreGroup } from "./match-table.js";
import type { Measure } from "./measure.js";
import { scoreRequests, voxelMetrics } from "./metric-requests.js";
import type { EvaluateInputs } from "./open-inputs.js";
import { type AnswerPass, runCase } from "./pipeline.js";
import { areSegmentsApart } from "./segments-apart.js";
import { checkWork, type WorkOptions } from "./work-options.js";

/** How an exploration is done. */
export interface ExploreWork extends Pick<WorkOptions, "threads"> {
  /** Called once with the notes that the result of an evaluation would have. */
  readonly onNotes?: (notes: readonly string[]) => void;
}

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
 * Segments of files that overlap are explored one by one, each as a group of its name, unless `groups` are asked for.
 *
 * @returns a row for each group, score, strategy and threshold, in this order
 * @throws VoxmatchError as `evaluate` does
 */
export async function explore(
  inputs: EvaluateInputs,
  options: ExploreOptions = {},
  { onNotes, ...work }: ExploreWork = {},
): Promise<ExplorationRow[]> {
  checkWork(work);
  const { grid, options: resolved } = resolveExploration(options);
  try {
    const { groups, notes } = await withEngine(undefined, (engine) =>
      runCase(engine, inputs, resolved, explorePass(grid), work),
    );
    onNotes?.(notes);
    return rowsOf(groups);
  } catch (error) {
    if (!areSegmentsApart(error) || resolved.groups !== null) throw error;
    const { segmentPairs } = await import("./evaluate-segments.js");
    return exploreInTurn(await segmentPairs(inputs, error), options, { onNotes, ...work });
  }
}

/** Explores one segment after the other. */
async function exploreInTurn(
  pairs: readonly SegmentPair[],
  options: ExploreOptions,
  { onNotes, ...work }: ExploreWork,
): Promise<ExplorationRow[]> {
  const notes = new Set<string>();
  const rows: ExplorationRow[] = [];
  for (const { inputs, groups } of pairs) {
    const keep = (found: readonly string[]) => {
      for (const note of found) notes.add(note);
    };
    rows.push(...(await explore(inputs, { ...options, groups }, { ...work, onNotes: keep })));
  }
  onNotes?.([...notes]);
  return rows;
}

/** The rows of all groups, one after the other. */
export function rowsOf(groups: Readonly<Record<string, readonly Cell[]>>): ExplorationRow[] {
  return Object.entries(groups).flatMap(([group, cells]) => cells.map((cell) => ({ group, ...cell })));
}

/** Explores the groups of a pass one after the other. */
export function explorePass(grid: Grid): AnswerPass<readonly Cell[]> {
  return async (groups, options, { further }) => {
    const explored: Cell[][] = [];
    for (const group of groups) explored.push(await exploreGroup(group, options, grid, further));
    return explored;
  };
}

/** The rows of one group. */
async function exploreGroup(
  { masks, table: whole, plan: group }: GroupTable,
  options: VolumeOptions,
  { strategies, thresholds, matchingMetrics }: Grid,
  measure: Measure,
): Promise<Cell[]> {
  const { sweepGroup } = await import("./sweep-group.js");
  const { valuesAt } = await import("../results/threshold-values.js");
  const { table } = await leaveOutSmall(whole, options);
  const measurer = createMeasurer(table, masks, options);
  const cells: Cell[] = [];
  for (const matchingMetric of matchingMetrics) {
    const { score } = voxelMetrics({ ...options, matchingMetric });
    if (score.length > 0) await measure(masks, scoreRequests({ table, measurer }, score));
    const scored = scoreGroup(table, measurer, { ...options, matchingMetric });
    for (const strategy of strategies) {
      const allowManyToOne = options.allowManyToOne && strategyOf(strategy).options.includes("allowManyToOne");
      const chosen = { ...options, strategy, allowManyToOne };
      const { intervals, request } = await sweepGroup(
        masks,
        { table, group, measurer, scored },
        chosen,
        false,
        measure,
      );
      for (const threshold of thresholds) {
        const at = { value: threshold, rule: options.thresholdRule, direction: scored.direction };
        const { tp, fp, fn, ...qualities } = valuesAt(intervals, at, request);
        const shares = { prec: tp / (tp + fp), rec: tp / (tp + fn) };
        cells.push({ strategy, matching_metric: matchingMetric, threshold, tp, fp, fn, ...shares, ...qualities });
      }
    }
  }
  return cells;
}
