import fc from "fast-check";
import { expect, it } from "vitest";
import { createEngine } from "../../../bindings/pool/create-engine.js";
import { ONE_TO_ONE } from "../../../src/matching/strategies/one-to-one.js";
import { chooseEdges } from "../../oracle/choose-edges.js";
import { LEVELS, randomPairs } from "../../support/graphs.js";
import { scoredGraph } from "../../support/tables.js";

const engine = await createEngine();

it("one-to-one with the objective count has as many pairs as can be, and the best score among such", () => {
  const side = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.constantFrom(0.15, 0.3, 0.6, 1),
      fc.constantFrom(...LEVELS),
      fc.integer({ min: 0, max: 2 ** 31 }),
      (references, predictions, density, levels, seed) => {
        const graph = scoredGraph(references, predictions, randomPairs(references, predictions, density, levels, seed));
        const edges = Array.from(graph.scores, (score, i) => ({
          reference: graph.table.pairReference[i],
          prediction: graph.table.pairPrediction[i],
          // The oracle counts first where less is better: 1 − s turns the scores round.
          score: 1 - score,
        }));
        const best = chooseEdges(edges, { reference: "one", prediction: "one" }, "lower");
        const found = ONE_TO_ONE.match(graph, { engine, objective: "count", allowManyToOne: false }).sort(
          (a, b) => a - b,
        );
        const total = (chosen: readonly number[]) => chosen.reduce((sum, edge) => sum + graph.scores[edge], 0);
        expect(found.length).toBe(best.length);
        expect(Math.abs(total(found) - total(best))).toBeLessThanOrEqual(1e-9);
      },
    ),
    { seed: 20_261_123, numRuns: 400 },
  );
});
