import { describe, expect, it } from "vitest";
import { MatchNumbers } from "../../../src/evaluation/match-numbers.js";
import type { GroupResult } from "../../../src/results/result-types.js";

/** A group by its matches and the labels of either side. */
function groupOf(references: readonly number[], predictions: readonly number[], matches: readonly [number, number][]) {
  const reference_instances = references.map((label) => ({
    label,
    predictions: matches.filter(([g]) => g === label).map(([, p]) => p),
  }));
  const predicted_instances = predictions.map((label) => ({
    label,
    references: matches.filter(([, p]) => p === label).map(([g]) => g),
  }));
  // Numbers need no more of a result.
  return { reference_instances, predicted_instances } as unknown as GroupResult;
}

describe("numbers of matched instances", () => {
  it("are shared by pairs, then go on with what is missed and made up, group by group", () => {
    const numbers = new MatchNumbers({
      a: groupOf([9, 4, 7], [1, 2], [[7, 2]]),
      b: groupOf([4], [2, 1], [[4, 1]]),
    });
    expect(
      numbers.matches.map(({ number, group, outcome, references, predictions }) => [
        ...[number, group, outcome],
        [references, predictions],
      ]),
    ).toEqual([
      [1, "a", "matched", [[7], [2]]],
      [2, "a", "missed", [[4], []]],
      [3, "a", "missed", [[9], []]],
      [4, "a", "spurious", [[], [1]]],
      [5, "b", "matched", [[4], [1]]],
      [6, "b", "spurious", [[], [2]]],
    ]);
    expect(numbers.of("prediction", { group: "a", label: 2 }).number).toBe(1);
    expect(numbers.of("prediction", { group: "b", label: 2 }).number).toBe(6);
  });

  it("are shared by all that matches join", () => {
    // 1–10–2–11 is one chain; 3 has two fragments.
    const matches: [number, number][] = [
      [1, 10],
      [2, 10],
      [2, 11],
      [3, 12],
      [3, 13],
    ];
    const { matches: found } = new MatchNumbers({ a: groupOf([1, 2, 3], [10, 11, 12, 13], matches) });
    expect(found).toMatchObject([
      { references: [1, 2], predictions: [10, 11] },
      { references: [3], predictions: [12, 13] },
    ]);
  });

  it("go on for instances that do not count", () => {
    const numbers = new MatchNumbers({ a: groupOf([1], [], []) });
    expect(numbers.of("prediction", { group: "a", label: 5 })).toMatchObject({ number: 2, outcome: "not_counted" });
    expect(numbers.of("prediction", { group: "a", label: 5 }).number).toBe(2);
    expect(numbers.of("reference", { group: "a", label: 5 }).number).toBe(3);
  });
});
