import { STRATEGY_NAMES, type StrategyName, strategyOf } from "../matching/registry.js";
import { MATCHING_METRICS } from "../metrics/matching-metric.js";
import type { DescribedOption } from "./option-row.js";
import type { EvaluateOptions, MatchingMetric, ResolvedOptions } from "./registry.js";
import { checkBound, checkOption, contradiction, isRatio, resolveOptions, strategyOptionsGiven } from "./resolve.js";

/** Options of one evaluation that an exploration has lists for, or has no use for. */
export const NOT_EXPLORED = ["strategy", "threshold", "matchingMetric", "autc", "autcDecision", "explain"] as const;

/** The cells: every strategy with every score at every threshold. */
export interface Grid {
  readonly strategies: readonly StrategyName[];
  readonly thresholds: readonly number[];
  readonly matchingMetrics: readonly MatchingMetric[];
}

/** The choices of an exploration: the varied options, and the fixed options of an evaluation. */
export type ExploreOptions = Partial<Grid> & Omit<EvaluateOptions, (typeof NOT_EXPLORED)[number]>;

export const EXPLORATION_OPTIONS: readonly (Omit<DescribedOption, "key" | "affects"> & { readonly key: keyof Grid })[] =
  [
    {
      key: "strategies",
      kind: { type: "list", choices: STRATEGY_NAMES },
      default: STRATEGY_NAMES,
      description: "strategies to compare",
    },
    {
      key: "thresholds",
      kind: { type: "numbers", minimum: 0 },
      default: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      description: "thresholds to compare",
    },
    {
      key: "matchingMetrics",
      kind: { type: "list", choices: MATCHING_METRICS },
      default: ["iou"],
      description: "scores by which pairs are compared with the thresholds and with each other",
    },
  ];

/** The options of an evaluation that hold for every cell of the grid: its score, but no strategy nor threshold. */
export function explorable(options: EvaluateOptions): ExploreOptions {
  const varied: readonly string[] = NOT_EXPLORED;
  const { matchingMetric } = options;
  return {
    ...Object.fromEntries(Object.entries(options).filter(([key]) => !varied.includes(key))),
    ...(matchingMetric !== undefined && { matchingMetrics: [matchingMetric] }),
  };
}

/**
 * Checks the options of an exploration and fills in the defaults.
 * @throws VoxmatchError `INVALID_OPTION`
 */
export function resolveExploration(options: ExploreOptions): { grid: Grid; options: ResolvedOptions } {
  const { strategies, thresholds, matchingMetrics, ...rest } = options;
  for (const key of NOT_EXPLORED) {
    if ((rest as EvaluateOptions)[key] === undefined) continue;
    const lists = { strategy: "strategies", threshold: "thresholds", matchingMetric: "matchingMetrics" } as const;
    const instead = key in lists ? `. Use ${lists[key as keyof typeof lists]}` : "";
    throw contradiction(key, `belongs to an evaluation, not to an exploration${instead}`);
  }
  const lists: Partial<Record<keyof Grid, unknown>> = { strategies, thresholds, matchingMetrics };
  const values = Object.fromEntries(
    EXPLORATION_OPTIONS.map((row) => {
      const value = lists[row.key] ?? row.default;
      checkOption(row, value);
      if (Array.isArray(value) && value.length === 0) throw contradiction(row.key, "is empty, so nothing is compared");
      return [row.key, value];
    }),
  );
  // Safe: each list was checked to hold what its row allows.
  const grid = values as unknown as Grid;
  for (const metric of grid.matchingMetrics) {
    if (!isRatio(metric) && thresholds === undefined) {
      throw contradiction("thresholds", `must be given in mm where pairs are compared by ${metric}`);
    }
    for (const threshold of grid.thresholds) checkBound("thresholds", threshold, metric);
  }
  // Options of one strategy are checked with it; the others ignore them.
  const given = strategyOptionsGiven(rest);
  const owner = STRATEGY_NAMES.find((name) => given.every((key) => strategyOf(name).options.includes(key)));
  const resolved = resolveOptions({ ...rest, strategy: owner });
  if (resolved.input === "matched") {
    throw contradiction("input", "is matched, which leaves strategies and thresholds nothing to choose");
  }
  return { grid, options: resolved };
}
