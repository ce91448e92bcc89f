import { byScore, type CandidateGraph, isBetter, passes } from "../candidate-graph.js";
import {
  type ChosenPairs,
  type EdgeOutcome,
  edgeOutcome,
  lostTo,
  rivalsAtPrediction,
  rivalsOf,
} from "../explain/edge-outcome.js";
import type { Strategy } from "../strategy.js";

/** The decision about a pair when its turn came: `before` and `after` are the scores of its reference's union. */
type MergeStep =
  | { readonly outcome: "seeded" | "prediction-taken" | "never-seeded" }
  | { readonly outcome: "joined" | "not-better"; readonly before: number; readonly after: number };

const SEEDED: MergeStep = { outcome: "seeded" };
const PREDICTION_TAKEN: MergeStep = { outcome: "prediction-taken" };
const NEVER_SEEDED: MergeStep = { outcome: "never-seeded" };

/**
 * Predictions are merged onto references while that raises the score. All overlapping pairs are visited in falling
 * score order: a pair that passes the threshold seeds its reference; later predictions, whether or not their own pair
 * passes, join a seeded reference if the score of the union rises. (panoptica's MaximizeMergeMatching.)
 */
function match(graph: CandidateGraph): number[] {
  const chosen: number[] = [];
  forEachMergeStep(graph, (pair, { outcome }) => {
    if (outcome === "seeded" || outcome === "joined") chosen.push(pair);
  });
  return chosen;
}

/** Tells of every pair, in the order in which {@link match} visits them, what became of it. */
function forEachMergeStep(graph: CandidateGraph, tell: (pair: number, step: MergeStep) => void): void {
  const { table, scores, threshold, scoreUnion } = graph;
  const predictionTaken = new Uint8Array(table.prediction.count);
  const unions = new Map<number, { predictions: number[]; intersection: number; voxels: number; score: number }>();
  const pairs = Array.from(scores.keys()).sort(byScore(graph));
  for (const pair of pairs) {
    const g = table.pairReference[pair];
    const p = table.pairPrediction[pair];
    if (predictionTaken[p]) {
      tell(pair, PREDICTION_TAKEN);
      continue;
    }
    const shared = table.pairVoxels[pair];
    const size = table.prediction.voxels[p];
    const union = unions.get(g);
    if (union === undefined) {
      if (!passes(scores[pair], threshold)) {
        tell(pair, NEVER_SEEDED);
        continue;
      }
      unions.set(g, { predictions: [p], intersection: shared, voxels: size, score: scores[pair] });
      tell(pair, SEEDED);
    } else {
      // Tried in place: copying the list for each try would take quadratic time where fragments are many.
      union.predictions.push(p);
      const score = scoreUnion(g, union.predictions, union.intersection + shared, union.voxels + size);
      const outcome = isBetter(score, union.score, threshold) ? "joined" : "not-better";
      tell(pair, { outcome, before: union.score, after: score });
      if (outcome === "not-better") {
        union.predictions.pop();
        continue;
      }
      union.intersection += shared;
      union.voxels += size;
      union.score = score;
    }
    predictionTaken[p] = 1;
  }
}

function outcomes(graph: CandidateGraph, chosen: ChosenPairs): EdgeOutcome[] {
  const found: EdgeOutcome[] = new Array(graph.scores.length);
  forEachMergeStep(graph, (pair, step) => {
    switch (step.outcome) {
      case "seeded":
        found[pair] = { ...edgeOutcome("chosen", "seeded"), union: { before: null, after: graph.scores[pair] } };
        return;
      case "joined":
        found[pair] = { ...edgeOutcome("chosen", "joined"), union: { before: step.before, after: step.after } };
        return;
      case "prediction-taken":
        found[pair] = lostTo(graph, pair, rivalsAtPrediction(graph, chosen, pair));
        return;
      case "never-seeded":
        found[pair] = edgeOutcome("below-threshold", "never-seeded");
        return;
      case "not-better":
        found[pair] = {
          ...edgeOutcome("union-not-better", null, rivalsOf(graph, chosen, pair).atReference),
          union: { before: step.before, after: step.after },
        };
    }
  });
  return found;
}

export const MERGE = {
  name: "merge",
  summary: "a pair that passes seeds its reference; further predictions join while the score of their union rises",
  degrees: { reference: "many", prediction: "one" },
  options: [],
  match,
  breakpoints: async (graph, _context, intervals) => {
    const { mergeBreakpoints } = await import("../merge-breakpoints.js");
    mergeBreakpoints(graph, match(graph), intervals);
  },
  outcomes,
} as const satisfies Strategy;
