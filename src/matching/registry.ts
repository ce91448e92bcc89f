import type { Engine } from "../../bindings/engine/engine.js";
import type { CandidateGraph } from "./candidate-graph.js";
import { greedy } from "./strategies/greedy.js";
import { manyToMany } from "./strategies/many-to-many.js";
import { manyToOne } from "./strategies/many-to-one.js";
import { merge } from "./strategies/merge.js";
import { oneToMany } from "./strategies/one-to-many.js";
import { type MatchingObjective, oneToOne } from "./strategies/one-to-one.js";
import { union } from "./strategies/union.js";

/** What a strategy may need beside the graph. */
export interface StrategyContext {
  readonly engine: Engine;
  /** Option of `greedy`. */
  readonly allowManyToOne: boolean;
  /** Option of `one-to-one`; `score` if left out. */
  readonly objective?: MatchingObjective;
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
  "many-to-one": {
    name: "many-to-one",
    summary: "several predictions may match one reference: each prediction takes its best reference",
    degrees: { reference: "many", prediction: "one" },
    match: manyToOne,
  },
  "one-to-many": {
    name: "one-to-many",
    summary: "one prediction may match several references: each reference takes its best prediction",
    degrees: { reference: "one", prediction: "many" },
    match: oneToMany,
  },
  "many-to-many": {
    name: "many-to-many",
    summary: "every candidate pair is a match; counts and the graph, but no PQ, SQ or RQ",
    degrees: { reference: "many", prediction: "many" },
    match: manyToMany,
  },
  greedy: {
    name: "greedy",
    summary: "pairs in falling score order, one-to-one, or many-to-one with allowManyToOne",
    degrees: { reference: "many", prediction: "one" },
    match: greedy,
  },
  merge: {
    name: "merge",
    summary: "a pair that passes seeds its reference; further predictions join while the score of their union rises",
    degrees: { reference: "many", prediction: "one" },
    match: merge,
  },
  union: {
    name: "union",
    summary:
      "fragments are judged together: predictions join the reference that they overlap most, then the union must pass",
    degrees: { reference: "many", prediction: "one" },
    match: union,
  },
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof STRATEGIES;

export const STRATEGY_NAMES = Object.keys(STRATEGIES) as StrategyName[];

export function strategyOf(name: StrategyName): Strategy {
  return STRATEGIES[name];
}

/** Why recognition, segmentation and panoptic quality have no meaning under a strategy; null if they have. */
export function whyWithoutQuality(name: StrategyName): string | null {
  const { degrees } = strategyOf(name);
  if (degrees.reference === "one" || degrees.prediction === "one") return null;
  // Moreover, voxels may be counted in several unions.
  return `${name}: matched references and matched predictions differ in number, so no single count of true positives fits both`;
}
