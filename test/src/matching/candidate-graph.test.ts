import { describe, expect, it } from "vitest";
import { candidateGraph, passes, scoreByCounts, type Threshold } from "../../../src/matching/candidate-graph.js";
import { MATCHING_SCORE_NAMES, matchingScoreOf } from "../../../src/matching/matching-score.js";
import { namesOf, tableOf } from "../../support/tables.js";

// |g| = 40, |p| = 20, n = 15: IoU 15/45, Dice 30/60, IoR 15/40, IoP 15/20.
const SCORES = { iou: 15 / 45, dice: 30 / 60, ior: 15 / 40, iop: 15 / 20 };
const table = tableOf([40], [20], [[0, 0, 15]]);

describe("candidateGraph", () => {
  it.each(MATCHING_SCORE_NAMES)("%s, strict and inclusive at its exact value", (name) => {
    const at = (value: number, rule: Threshold["rule"]) =>
      candidateGraph(scoreByCounts(table, matchingScoreOf(name), "partpq"), { value, rule });
    const score = SCORES[name];
    expect(at(0, "strict").scores[0]).toBe(score);
    expect(at(score, "strict").edges.length).toBe(0);
    expect(at(score, "inclusive").edges.length).toBe(1);
    expect(at(score - 1e-12, "strict").edges.length).toBe(1);
    expect(at(score + 1e-12, "inclusive").edges.length).toBe(0);
  });

  it("scores a union by its sums", () => {
    // Two predictions of 20 and 10 voxels with 15 and 5 in the reference of 40: IoU 20 / (40 + 30 − 20).
    const both = tableOf(
      [40],
      [20, 10],
      [
        [0, 0, 15],
        [0, 1, 5],
      ],
    );
    const graph = candidateGraph(scoreByCounts(both, matchingScoreOf("iou"), "partpq"), { value: 0.5, rule: "strict" });
    expect(graph.scoreUnion(0, [0, 1], 20, 30)).toBe(20 / 50);
  });
});

describe("distances", () => {
  const three = tableOf(
    [1, 1, 1],
    [1, 1, 1],
    [
      [0, 0, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  );
  const at = (value: number, rule: Threshold["rule"]) => {
    const scored = {
      table: three,
      scores: Float64Array.of(0, 2, 5),
      scoreUnion: () => Number.NaN,
      direction: "lower",
    } as const;
    const graph = candidateGraph(scored, { value, rule });
    return namesOf(graph, graph.edges);
  };

  it("pass below the threshold", () => {
    expect(at(2, "strict")).toEqual(["1-1"]);
    expect(at(2, "inclusive")).toEqual(["1-1", "2-2"]);
    expect(at(10, "strict")).toEqual(["1-1", "2-2", "3-3"]);
  });

  it("never pass where they are no number", () => {
    for (const direction of ["higher", "lower"] as const) {
      expect(passes(Number.NaN, { value: 0.5, rule: "inclusive", direction })).toBe(false);
    }
  });
});
