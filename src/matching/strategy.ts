import type { Engine } from "../../bindings/engine/engine.js";
import type { CandidateGraph } from "./candidate-graph.js";
import type { ChosenPairs, EdgeOutcome } from "./explain/edge-outcome.js";
import type { IntervalRecorder } from "./threshold-interval.js";

/** `score`: the total score; `count`: the number of pairs first, then their total score. */
export const MATCHING_OBJECTIVES = ["score", "count"] as const;
export type MatchingObjective = (typeof MATCHING_OBJECTIVES)[number];

/** Options that only some strategies have. */
export interface StrategyOptions {
  /** Whether a reference may take further predictions. */
  readonly allowManyToOne: boolean;
  /** `score` if left out. */
  readonly objective?: MatchingObjective;
}

/** Further inputs of a strategy, in addition to the graph. */
export interface StrategyContext extends StrategyOptions {
  readonly engine: Engine;
}

/** How references and predictions are matched: everything that the package knows of a strategy. */
export interface Strategy {
  readonly name: string;
  readonly summary: string;
  /** Most edges that a reference and a prediction may have in its matching. */
  readonly degrees: { readonly reference: "one" | "many"; readonly prediction: "one" | "many" };
  /** Those of the strategies' options that it reads. */
  readonly options: readonly (keyof StrategyOptions)[];
  /** Chooses pairs of the graph's table, by index. */
  readonly match: (graph: CandidateGraph, context: StrategyContext) => readonly number[];
  /** Records what it matches while the threshold of a graph of all pairs grows tighter. Long code for it is loaded late. */
  readonly breakpoints: (
    graph: CandidateGraph,
    context: StrategyContext,
    intervals: IntervalRecorder,
  ) => void | Promise<void>;
  /** The outcome of every pair of the table, given the chosen pairs. */
  readonly outcomes: (graph: CandidateGraph, chosen: ChosenPairs, options: StrategyOptions) => EdgeOutcome[];
}
