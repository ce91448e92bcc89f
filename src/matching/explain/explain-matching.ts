import { type GroupInstances, isMostlyVoid, type OverlapTable, pairIndex } from "../../overlap/overlap-table.js";
import { candidateGraph, isBetter, passes, type ScoredTable, type Threshold } from "../candidate-graph.js";
import type { Matching } from "../matching.js";
import { type StrategyName, strategyOf } from "../registry.js";
import type { StrategyOptions } from "../strategy.js";
import { CHOSEN, chosenPairs, type EdgeOutcome, edgeOutcome } from "./edge-outcome.js";
import type { EdgeExplanation, Explanation, NamedEdge, UnmatchedInstance } from "./explanation.js";
import { type Decision, edgeSentence, type ToldEdge, unmatchedSentence, type Wording } from "./sentences.js";

/** A group's matching, and how it came about. */
export interface ExplainRequest extends StrategyOptions {
  /** By a strategy, or without one: `equal-labels` (matched input), `overlap` (single groups). */
  readonly matchedBy: StrategyName | "equal-labels" | "overlap";
  readonly threshold: Pick<Threshold, "value" | "rule">;
  /** The name of the matching score, and its unit. */
  readonly score: Pick<Wording, "score" | "unit">;
  /** The matching before any decision. */
  readonly matching: Matching;
  /** The decisions by which matched references were demoted, by index of the reference. */
  readonly demoted: ReadonlyMap<number, Decision>;
}

interface IndexedEdge extends ToldEdge {
  readonly g: number;
  readonly p: number;
}

/**
 * Why each overlapping pair was matched or not, and each instance remained alone. The fates follow from the matching
 * itself or from a second run of its rules, in time that is linear in the pairs but for the sorting.
 */
export function explainMatching(scored: ScoredTable, request: ExplainRequest): Explanation {
  const { table, direction } = scored;
  const { threshold, matchedBy } = request;
  const usesThreshold = matchedBy !== "equal-labels" && matchedBy !== "overlap";
  const wording = { ...request.score, threshold: { ...threshold, direction } };
  const edges = toldEdges(scored, request);
  return {
    score: request.score.score,
    threshold: usesThreshold ? { value: threshold.value, rule: threshold.rule } : null,
    // Here and below field by field, because there may be thousands: spreads took most of the time of an explanation.
    edges: edges.map(
      (edge): EdgeExplanation => ({
        reference: edge.reference,
        prediction: edge.prediction,
        score: edge.score,
        overlap: edge.overlap,
        is_candidate: usesThreshold ? passes(edge.score, wording.threshold) : null,
        fate: edge.outcome.name,
        rule: edge.outcome.rule,
        winners: edge.winners.map(nameOf),
        union: edge.outcome.union,
        text: edgeSentence(edge, wording),
      }),
    ),
    unmatched: {
      references: unmatched("reference", table.reference, edges, (edge) => edge.g, wording),
      predictions: unmatched("prediction", table.prediction, edges, (edge) => edge.p, wording),
    },
  };
}

/** All overlapping pairs with their fates, and the matches without overlap, by reference, then by prediction. */
function toldEdges(scored: ScoredTable, request: ExplainRequest): IndexedEdge[] {
  const { table, scores } = scored;
  const { matching, demoted } = request;
  const pairs = Array.from(matching.reference, (g, i) => pairIndex(table, g, matching.prediction[i]));
  const outcomes = outcomesOf(
    scored,
    pairs.filter((pair) => pair !== -1),
    request,
  );
  const named = (pair: number) => ({
    reference: table.reference.labels[table.pairReference[pair]],
    prediction: table.prediction.labels[table.pairPrediction[pair]],
    score: scores[pair],
    overlap: table.pairVoxels[pair],
  });
  const decided = (g: number, own: EdgeOutcome): Pick<IndexedEdge, "outcome" | "decision"> => {
    const decision = own.name === "chosen" ? (demoted.get(g) ?? null) : null;
    return { outcome: decision === null ? own : { ...own, name: "demoted", rule: "decision-metric" }, decision };
  };
  const overlapping = outcomes.map((own, pair) => {
    const g = table.pairReference[pair];
    const p = table.pairPrediction[pair];
    const { outcome: ownOutcome, decision } = decided(g, own);
    return {
      reference: table.reference.labels[g],
      prediction: table.prediction.labels[p],
      score: scores[pair],
      overlap: table.pairVoxels[pair],
      g,
      p,
      outcome: ownOutcome,
      decision,
      winners: own.winners.map(named),
    };
  });
  const disjoint = pairs.flatMap((pair, i) => {
    const [g, p] = [matching.reference[i], matching.prediction[i]];
    const labels = { reference: table.reference.labels[g], prediction: table.prediction.labels[p] };
    return pair === -1 ? [{ ...labels, score: 0, overlap: 0, g, p, ...decided(g, CHOSEN), winners: [] }] : [];
  });
  if (disjoint.length === 0) return overlapping;
  return [...overlapping, ...disjoint].sort((a, b) => a.g - b.g || a.p - b.p);
}

function outcomesOf(scored: ScoredTable, chosen: readonly number[], request: ExplainRequest): EdgeOutcome[] {
  const { matchedBy } = request;
  if (matchedBy === "overlap") return Array.from(scored.scores, () => CHOSEN);
  if (matchedBy === "equal-labels") {
    return Array.from(scored.scores, (_, pair) => (hasEqualLabels(scored.table, pair) ? CHOSEN : DIFFERENT_LABEL));
  }
  const graph = candidateGraph(scored, request.threshold);
  return strategyOf(matchedBy).outcomes(graph, chosenPairs(graph, chosen), request);
}

const DIFFERENT_LABEL = edgeOutcome("different-label");

function hasEqualLabels({ reference, prediction, pairReference, pairPrediction }: OverlapTable, pair: number): boolean {
  return reference.labels[pairReference[pair]] === prediction.labels[pairPrediction[pair]];
}

/** The instances of one side that no match holds in the end. */
function unmatched(
  side: "reference" | "prediction",
  instances: GroupInstances,
  edges: readonly IndexedEdge[],
  endOf: (edge: IndexedEdge) => number,
  wording: Wording,
): UnmatchedInstance[] {
  const { labels, voxels, whole } = instances;
  const edgesOf: IndexedEdge[][] = Array.from(labels, () => []);
  for (const edge of edges) edgesOf[endOf(edge)].push(edge);
  return Array.from(labels).flatMap((label, i) => {
    const own = edgesOf[i];
    if (own.some((edge) => edge.outcome.name === "chosen")) return [];
    const best = bestOf(
      own.filter((edge) => edge.overlap > 0),
      wording.threshold,
    );
    // A match that was taken away, or fragments that failed together, tell more than the score of a single pair.
    const telling =
      own.find((edge) => edge.outcome.name === "demoted") ??
      own.find((edge) => edge.outcome.name === "union-below-threshold") ??
      best;
    const isVoid = whole !== undefined && isMostlyVoid(instances, i);
    const inVoid = isVoid ? { voxels: whole[i] - voxels[i], of: whole[i] } : null;
    return [
      {
        label,
        status: isVoid ? "void" : side === "reference" ? "missed" : "spurious",
        best: best && nameOf(best),
        reason: telling === null || telling.outcome.name === "chosen" ? "no-overlap" : telling.outcome.name,
        text: unmatchedSentence({ side, label, inVoid }, telling, wording),
      },
    ];
  });
}

/** The edge with the best score, and of these the first. */
function bestOf(edges: readonly IndexedEdge[], threshold: Pick<Threshold, "direction">): IndexedEdge | null {
  let best: IndexedEdge | null = null;
  for (const edge of edges) if (best === null || isBetter(edge.score, best.score, threshold)) best = edge;
  return best;
}

function nameOf({ reference, prediction, score }: NamedEdge): NamedEdge {
  return { reference, prediction, score };
}
