import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CandidateGraph } from "../../../src/matching/candidate-graph.js";
import { type StrategyName, strategyOf } from "../../../src/matching/registry.js";
import { chooseEdges, type ScoredEdge } from "../../oracle/choose-edges.js";
import { LEVELS, randomPairs } from "../../support/graphs.js";
import { matchPairs as match } from "../../support/strategies.js";
import { scoredGraph } from "../../support/tables.js";

const DIRECTIONS = ["higher", "lower"] as const;

function edgesOf({ table, scores }: CandidateGraph): ScoredEdge[] {
  return Array.from(scores, (score, i) => ({
    reference: table.pairReference[i],
    prediction: table.pairPrediction[i],
    score,
  }));
}

/** Random graphs of at most `most` vertices a side, whose scores are distances in mm where smaller is better. */
function arbitraryGraph(most: number): fc.Arbitrary<CandidateGraph> {
  const length = fc.integer({ min: 0, max: most });
  return fc
    .record({
      references: length,
      predictions: length,
      density: fc.constantFrom(0.15, 0.3, 0.5, 1),
      levels: fc.constantFrom(...LEVELS),
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      direction: fc.constantFrom(...DIRECTIONS),
    })
    .map(({ references, predictions, density, levels, seed, direction }) => {
      // Distances of up to 40 mm, 0 among them: an exact fit is an edge like any other.
      const pairs = randomPairs(references, predictions, density, levels, seed).map(
        ([g, p, score]) => [g, p, direction === "higher" ? score : 80 * Math.max(0, score - 1 / 8)] as const,
      );
      return scoredGraph(references, predictions, pairs, direction);
    });
}

function expectOptimal(name: StrategyName, graph: CandidateGraph): void {
  const found = match(name, graph);
  const best = chooseEdges(edgesOf(graph), strategyOf(name).degrees, graph.threshold.direction);
  const total = (edges: readonly number[]) => edges.reduce((sum, edge) => sum + graph.scores[edge], 0);
  if (graph.threshold.direction === "lower") expect(found.length).toBe(best.length);
  expect(Math.abs(total(found) - total(best))).toBeLessThanOrEqual(1e-9);
  // And of all matchings as good, the one that ties decide.
  expect(found).toEqual(best);
}

describe("a strategy's matching is the best of all within its degree bounds, and of equals the one that ties decide", () => {
  it("one-to-one, up to 6 × 6", () => {
    fc.assert(
      fc.property(arbitraryGraph(6), (graph) => expectOptimal("one-to-one", graph)),
      { seed: 20_261_201, numRuns: 600 },
    );
  });

  it.each(LEVELS.flatMap((levels) => [0.3, 0.6].map((density) => ({ levels, density }))))(
    "one-to-one, 8 × 8, $levels scores, density $density",
    ({ levels, density }) => {
      for (let seed = 0; seed < 4; seed++) {
        for (const direction of DIRECTIONS) {
          expectOptimal("one-to-one", scoredGraph(8, 8, randomPairs(8, 8, density, levels, seed), direction));
        }
      }
    },
  );

  // Every subset of the edges is tried, and many-to-many allows all of them: 4 × 3 have 2¹².
  it.each(["one-to-one", "many-to-one", "one-to-many", "many-to-many"] as const)("%s, up to 4 × 3", (name) => {
    fc.assert(
      fc.property(
        arbitraryGraph(4).filter(({ scores, threshold }) => scores.length <= 12 && threshold.direction === "higher"),
        (graph) => expectOptimal(name, graph),
      ),
      { seed: 20_261_202, numRuns: 150 },
    );
  });

  it.each(["many-to-one", "one-to-many", "many-to-many"] as const)("%s, distances", (name) => {
    const bounds = strategyOf(name).degrees;
    fc.assert(
      fc.property(
        arbitraryGraph(3).filter(({ threshold }) => threshold.direction === "lower"),
        (graph) => {
          expect(match(name, graph)).toEqual(chooseEdges(edgesOf(graph), bounds, "lower"));
        },
      ),
      { seed: 20_261_203, numRuns: 150 },
    );
  });
});

describe("one-to-one on distances", () => {
  it("takes two poor edges rather than one perfect edge", () => {
    // 1-1 at 0 mm leaves nothing for the others; 1-2 and 2-1 at 9 mm each are two edges.
    const pairs = [
      [0, 0, 0],
      [0, 1, 9],
      [1, 0, 9],
    ] as const;
    expect(match("one-to-one", scoredGraph(2, 2, pairs, "lower"))).toEqual([1, 2]);
  });

  it("of as many edges takes the smallest sum", () => {
    // 1-1 and 2-2: 1 + 7 = 8 mm; 1-2 and 2-1: 2 + 5 = 7 mm.
    const pairs = [
      [0, 0, 1],
      [0, 1, 2],
      [1, 0, 5],
      [1, 1, 7],
    ] as const;
    expect(match("one-to-one", scoredGraph(2, 2, pairs, "lower"))).toEqual([1, 2]);
  });

  it("finds distances' ties in a large component, where an edge weighs far more than its distance", () => {
    // A chain of one more reference than predictions, all at 40.1 mm: any one reference may be left out, so the last is.
    const n = 600;
    const pairs = Array.from({ length: n }, (_, p) => [[p, p, 40.1] as const, [p + 1, p, 40.1] as const]).flat();
    const graph = scoredGraph(n + 1, n, pairs, "lower");
    const { pairReference, pairPrediction } = graph.table;
    const found = match("one-to-one", graph);
    expect(found.map((edge) => pairReference[edge])).toEqual(Array.from({ length: n }, (_, g) => g));
    expect(found.every((edge) => pairReference[edge] === pairPrediction[edge])).toBe(true);
  });
});
