import { GREEDY } from "./strategies/greedy.js";
import { MANY_TO_MANY } from "./strategies/many-to-many.js";
import { MANY_TO_ONE } from "./strategies/many-to-one.js";
import { MERGE } from "./strategies/merge.js";
import { ONE_TO_MANY } from "./strategies/one-to-many.js";
import { ONE_TO_ONE } from "./strategies/one-to-one.js";
import { UNION } from "./strategies/union.js";
import type { Strategy } from "./strategy.js";

export type { StrategyContext } from "./strategy.js";

const STRATEGIES = {
  "one-to-one": ONE_TO_ONE,
  "many-to-one": MANY_TO_ONE,
  "one-to-many": ONE_TO_MANY,
  "many-to-many": MANY_TO_MANY,
  greedy: GREEDY,
  merge: MERGE,
  union: UNION,
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof STRATEGIES;

export const STRATEGY_NAMES = Object.keys(STRATEGIES) as StrategyName[];

export function strategyOf(name: StrategyName): Strategy {
  return STRATEGIES[name];
}

/** Why recognition, segmentation and panoptic quality have no meaning under a strategy; null if they have. */
export function qualityUndefinedReason(name: StrategyName): string | null {
  const { degrees } = strategyOf(name);
  if (degrees.reference === "one" || degrees.prediction === "one") return null;
  // Moreover, voxels may be counted in several unions.
  return `${name}: matched references and matched predictions differ in number, so no single count of true positives fits both`;
}
