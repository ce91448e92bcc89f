import { describe, expect, it } from "vitest";
import { createEngine } from "../../../../bindings/pool/create-engine.js";
import { candidateGraph, passes } from "../../../../src/matching/candidate-graph.js";
import { chosenPairs } from "../../../../src/matching/explain/edge-outcome.js";
import { ONE_TO_ONE } from "../../../../src/matching/strategies/one-to-one.js";
import { sweepThresholds } from "../../../../src/matching/sweep-thresholds.js";
import { holdsAt } from "../../../../src/matching/threshold-interval.js";
import { LEVELS, randomPairs } from "../../../support/graphs.js";
import { counted, match } from "../../../support/strategies.js";
import { scoredGraph } from "../../../support/tables.js";

const engine = await createEngine();

describe("one-to-one with allowManyToOne, by hand", () => {
  // Reference 1 of 100 voxels is split 60/40, IoU 0.6 and 0.4.
  const split = counted(
    [100],
    [60, 40],
    [
      [0, 0, 60],
      [0, 1, 40],
    ],
    0.3,
  );

  it("gives a prediction that the best total leaves to its best reference", () => {
    expect(match("one-to-one", split)).toEqual(["1-1"]);
    expect(match("one-to-one", split, true)).toEqual(["1-1", "1-2"]);
  });

  it("leaves the best total as it is, where many-to-one would not", () => {
    // 1-1: 30/100, 2-1: 40/80, 1-2: 25/100. The best total is 1-2 with 2-1 (0.75), and then nothing is left.
    const chain = counted(
      [70, 60],
      [60, 55],
      [
        [0, 0, 30],
        [0, 1, 25],
        [1, 0, 40],
      ],
      0.1,
    );
    expect(match("one-to-one", chain, true)).toEqual(["1-2", "2-1"]);
  });
});

describe.each(LEVELS)("one-to-one with allowManyToOne, %s scores", (levels) => {
  const graphs = Array.from({ length: 30 }, (_, seed) => scoredGraph(4, 7, randomPairs(4, 7, 0.4, levels, seed)));

  it("is the one-to-one matching, and of each other prediction its first best pair", () => {
    for (const graph of graphs) {
      const { pairPrediction } = graph.table;
      const base = ONE_TO_ONE.match(graph, { engine, allowManyToOne: false });
      const taken = new Set(base.map((pair) => pairPrediction[pair]));
      const rest = Array.from(graph.edges)
        .filter((pair) => !taken.has(pairPrediction[pair]))
        .filter((pair, _, all) =>
          all.every(
            (other) =>
              pairPrediction[other] !== pairPrediction[pair] ||
              graph.scores[other] < graph.scores[pair] ||
              (graph.scores[other] === graph.scores[pair] && other >= pair),
          ),
        );
      const found = ONE_TO_ONE.match(graph, { engine, allowManyToOne: true });
      expect([...found].sort((a, b) => a - b)).toEqual([...base, ...rest].sort((a, b) => a - b));
    }
  });

  it("is the same from one sweep over all thresholds", async () => {
    for (const graph of graphs) {
      const scored = { ...graph, direction: graph.threshold.direction };
      const spans = await sweepThresholds(scored, { engine, strategy: "one-to-one", allowManyToOne: true });
      for (const value of [0, ...graph.scores]) {
        const at = candidateGraph(scored, { value, rule: "strict" });
        const pairs = ONE_TO_ONE.match(at, { engine, allowManyToOne: true });
        const expected = [...pairs].map((pair) => `${at.table.pairReference[pair]}-${at.table.pairPrediction[pair]}`);
        const found = spans
          .filter((span) => holdsAt(span, at.threshold))
          .flatMap(({ reference, predictions }) => predictions.map((p) => `${reference}-${p}`));
        expect(found.sort()).toEqual(expected.sort());
      }
    }
  });

  it("names winners that hold an end of the pair, and are better together", () => {
    for (const graph of graphs) {
      const pairs = ONE_TO_ONE.match(graph, { engine, allowManyToOne: true });
      const fates = ONE_TO_ONE.outcomes(graph, chosenPairs(graph, pairs), { allowManyToOne: true });
      fates.forEach((fate, pair) => {
        if (pairs.includes(pair)) expect(fate.name).toBe("chosen");
        else if (!passes(graph.scores[pair], graph.threshold)) expect(fate.name).toBe("below-threshold");
        else {
          const total = fate.winners.reduce((sum, winner) => sum + graph.scores[winner], 0);
          expect(total).toBeGreaterThanOrEqual(graph.scores[pair] - 1e-12);
          // A prediction is left only if another reference holds it.
          expect(
            fate.winners.some((winner) => graph.table.pairPrediction[winner] === graph.table.pairPrediction[pair]),
          ).toBe(true);
        }
      });
    }
  });
});
