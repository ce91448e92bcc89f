/** An edge of a small bipartite graph. */
export interface ScoredEdge {
  readonly reference: number;
  readonly prediction: number;
  readonly score: number;
}

export interface DegreeBounds {
  readonly reference: "one" | "many";
  readonly prediction: "one" | "many";
}

/** Two totals nearer than this are the same one, rounded differently. */
const SAME = 1e-9;

/**
 * Tries every set of edges within the degree bounds and returns the best one, as rising indexes of `edges`: the largest
 * total score or, for distances, the most edges and then the smallest total.
 *
 * Edges must be sorted by reference, then by prediction. An edge is tried before its absence, so of several best sets
 * the first one found is that which ties demand: each reference, in rising order, has its smallest prediction, and
 * rather any than none.
 */
export function chooseEdges(
  edges: readonly ScoredEdge[],
  bounds: DegreeBounds,
  direction: "higher" | "lower" = "higher",
): number[] {
  let best: number[] = [];
  let bestTotal = Number.NaN;
  const references = new Set<number>();
  const predictions = new Set<number>();
  const chosen: number[] = [];
  const isBetter = (total: number): boolean => {
    if (Number.isNaN(bestTotal)) return true;
    if (direction === "higher") return total > bestTotal + SAME;
    return chosen.length > best.length || (chosen.length === best.length && total < bestTotal - SAME);
  };
  const visit = (from: number, total: number): void => {
    const next = edges.findIndex(
      ({ reference, prediction }, i) =>
        i >= from &&
        !(bounds.reference === "one" && references.has(reference)) &&
        !(bounds.prediction === "one" && predictions.has(prediction)),
    );
    if (next === -1) {
      if (isBetter(total)) [best, bestTotal] = [[...chosen], total];
      return;
    }
    const { reference, prediction, score } = edges[next];
    const [newReference, newPrediction] = [!references.has(reference), !predictions.has(prediction)];
    references.add(reference);
    predictions.add(prediction);
    chosen.push(next);
    visit(next + 1, total + score);
    chosen.pop();
    if (newReference) references.delete(reference);
    if (newPrediction) predictions.delete(prediction);
    visit(next + 1, total);
  };
  visit(0, 0);
  return best;
}
