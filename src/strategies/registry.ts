import type { Engine } from "../../bindings/engine.js";
import type { CandidateGraph } from "./candidate-graph.js";
import { greedy } from "./greedy.js";
import { oneToOne } from "./one-to-one.js";

/** What a strategy may need beside the graph. */
export interface StrategyContext {
  readonly engine: Engine;
  /** Option of `greedy`. */
  readonly allowManyToOne: boolean;
}

/** How references and predictions are matched. */
export interface Strategy {
  readonly name: string;
  readonly summary: string;
  /** Most edges that a reference and a prediction may have in its matching. */
  readonly degrees: { readonly reference: "one" | "many"; readonly prediction: "one" | "many" };
  /** Chooses pairs of the graph's table, by index. */
  readonly match: (graph: CandidateGraph, context: StrategyContext) => readonly number[];
}

const STRATEGIES = {
  "one-to-one": {
    name: "one-to-one",
    summary: "each reference and each prediction at most once; maximises the total score",
    degrees: { reference: "one", prediction: "one" },
    match: oneToOne,
  },
  greedy: {
    name: "greedy",
    summary: "pairs in falling score order, one-to-one, or many-to-one with allowManyToOne",
    degrees: { reference: "many", prediction: "one" },
    match: greedy,
  },
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof STRATEGIES;

export const STRATEGY_NAMES = Object.keys(STRATEGIES) as StrategyName[];

export function strategyOf(name: StrategyName): Strategy {
  return STRATEGIES[name];
}
