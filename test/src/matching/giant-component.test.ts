import { describe, expect, it } from "vitest";
import { chainPairs } from "../../support/graphs.js";
import { splitmix64 } from "../../support/random.js";
import { counted, match } from "../../support/strategies.js";
import { type Pair, scoredGraph } from "../../support/tables.js";

describe("one component of 5,000 references and 5,000 predictions", () => {
  const n = 5000;

  it("a chain of random scores", () => {
    const random = splitmix64(3);
    const pairs = chainPairs(n, () => random());
    const matched = match("one-to-one", scoredGraph(n, n, pairs));
    // By dynamic programming along the chain: the best total of the first edges, the last of them taken or not.
    let [taken, free] = [Number.NEGATIVE_INFINITY, 0];
    const inOrder = [...pairs].sort((a, b) => a[0] + a[1] - (b[0] + b[1]));
    for (const [, , score] of inOrder) [taken, free] = [free + score, Math.max(taken, free)];
    const scoreOf = new Map(pairs.map(([g, p, score]) => [`${g + 1}-${p + 1}`, score]));
    const total = matched.reduce((sum, name) => sum + (scoreOf.get(name) ?? Number.NaN), 0);
    expect(Math.abs(total - Math.max(taken, free))).toBeLessThanOrEqual(1e-9);
  });

  it("a chain of equal scores: each reference its own number", () => {
    const matched = match(
      "one-to-one",
      scoredGraph(
        n,
        n,
        chainPairs(n, () => 0.3),
      ),
    );
    expect(matched).toEqual(Array.from({ length: n }, (_, i) => `${i + 1}-${i + 1}`));
  });

  it("a chain numbered backwards, where each reference would rather have its neighbour's prediction", () => {
    const pairs = chainPairs(n, () => 0.3).map(([g, p, score]): Pair => [g, n - 1 - p, score]);
    const matched = match("one-to-one", scoredGraph(n, n, pairs));
    expect(matched).toEqual(Array.from({ length: n }, (_, i) => `${i + 1}-${n - i}`));
  });
});

describe("one reference in 70,000 fragments", () => {
  const n = 70_000;
  const graph = counted(
    [n],
    new Array<number>(n).fill(1),
    Array.from({ length: n }, (_, p): Pair => [0, p, 1]),
    0,
  );

  it.each(["merge", "union", "many-to-one"] as const)("%s joins them all", (strategy) => {
    expect(match(strategy, graph).length).toBe(n);
  });
});
