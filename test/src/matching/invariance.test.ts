import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, type GroupResult } from "../../../src/index.js";
import { candidateGraph, scoreByCounts } from "../../../src/matching/candidate-graph.js";
import { matchingScoreOf } from "../../../src/matching/matching-score.js";
import { STRATEGY_NAMES } from "../../../src/matching/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { splitmix64 } from "../../support/random.js";
import { counted, match } from "../../support/strategies.js";
import { type Pair, tableOf } from "../../support/tables.js";
import { arbitraryPair, makeVolume } from "../../support/volumes.js";

/**
 * Tables whose sizes are drawn from a range so large that no two scores, nor sums of scores, are equal: results must
 * then follow a renumbering exactly.
 */
const arbitraryTable = fc
  .record({
    references: fc.integer({ min: 1, max: 12 }),
    predictions: fc.integer({ min: 1, max: 12 }),
    density: fc.constantFrom(0.1, 0.3, 0.8),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .map(({ references, predictions, density, seed }) => {
    const random = splitmix64(seed);
    const pairs: Pair[] = [];
    const sizes = [new Array<number>(references).fill(0), new Array<number>(predictions).fill(0)] as const;
    for (let g = 0; g < references; g++) {
      for (let p = 0; p < predictions; p++) {
        if (random() >= density) continue;
        const voxels = 1 + Math.floor(random() * 1e6);
        pairs.push([g, p, voxels]);
        sizes[0][g] += voxels;
        sizes[1][p] += voxels;
      }
    }
    // Voxels of neither partner, so that no overlap is whole.
    const rest = () => 1 + Math.floor(random() * 1e5);
    return { references: sizes[0].map((n) => n + rest()), predictions: sizes[1].map((n) => n + rest()), pairs, seed };
  });

function shuffled(length: number, seed: number): number[] {
  const random = splitmix64(seed);
  const keys = Array.from({ length }, (_, i) => [random(), i] as const);
  return keys.sort((a, b) => a[0] - b[0]).map(([, i]) => i);
}

/** `values[i]` at `to[i]`. */
function permuted(values: readonly number[], to: readonly number[]): number[] {
  const moved = new Array<number>(values.length);
  values.forEach((value, i) => {
    moved[to[i]] = value;
  });
  return moved;
}

const SETTINGS = { seed: 20_261_205, numRuns: 60 };

describe.each(STRATEGY_NAMES)("%s on tables", (strategy) => {
  it("follows a renumbering of the labels", () => {
    fc.assert(
      fc.property(arbitraryTable, fc.constantFrom(0, 0.1, 0.3), ({ references, predictions, pairs, seed }, value) => {
        const toReference = shuffled(references.length, seed + 1);
        const toPrediction = shuffled(predictions.length, seed + 2);
        const before = match(strategy, counted(references, predictions, pairs, value));
        const after = match(
          strategy,
          counted(
            permuted(references, toReference),
            permuted(predictions, toPrediction),
            pairs.map(([g, p, voxels]) => [toReference[g], toPrediction[p], voxels]),
            value,
          ),
        );
        const renumbered = before.map((name) => {
          const [g, p] = name.split("-").map(Number);
          return `${toReference[g - 1] + 1}-${toPrediction[p - 1] + 1}`;
        });
        expect([...after].sort()).toEqual(renumbered.sort());
      }),
      SETTINGS,
    );
  });
});

describe("swapping the two volumes", () => {
  it.each([
    ["one-to-one", "one-to-one"],
    ["many-to-one", "one-to-many"],
    ["many-to-many", "many-to-many"],
    ["greedy", "greedy"],
  ] as const)("turns %s into %s: the same edges, so unmatched references and predictions change places", (a, b) => {
    fc.assert(
      fc.property(arbitraryTable, fc.constantFrom(0, 0.1, 0.3), ({ references, predictions, pairs }, value) => {
        const straight = match(a, counted(references, predictions, pairs, value));
        const swapped = match(
          b,
          counted(
            predictions,
            references,
            pairs.map(([g, p, voxels]) => [p, g, voxels]),
            value,
          ),
        );
        expect(swapped.map((name) => name.split("-").reverse().join("-")).sort()).toEqual([...straight].sort());
      }),
      SETTINGS,
    );
  });
});

it("a higher threshold never adds a candidate", () => {
  fc.assert(
    fc.property(arbitraryTable, fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 1 }), (table, a, b) => {
      const scored = scoreByCounts(
        tableOf(table.references, table.predictions, table.pairs),
        matchingScoreOf("iou"),
        "partpq",
      );
      const edges = (value: number, rule: "strict" | "inclusive") => candidateGraph(scored, { value, rule }).edges;
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const atLow = new Set(edges(low, "strict"));
      expect(edges(high, "strict").every((edge) => atLow.has(edge))).toBe(true);
      const atLowInclusive = new Set(edges(low, "inclusive"));
      for (const edge of edges(low, "strict")) expect(atLowInclusive.has(edge)).toBe(true);
    }),
    SETTINGS,
  );
});

/** Ways to turn a volume that change neither an instance's size nor any overlap. */
const TURNS: Readonly<Record<string, (volume: PlainVolume) => PlainVolume>> = {
  "flipped along x": ({ shape, labels }) =>
    makeVolume(shape, (x, y, z) => labels[shape[0] - 1 - x + shape[0] * (y + shape[1] * z)]),
  "flipped along y": ({ shape, labels }) =>
    makeVolume(shape, (x, y, z) => labels[x + shape[0] * (shape[1] - 1 - y + shape[1] * z)]),
  transposed: ({ shape: [nx, ny, nz], labels }) => makeVolume([nz, ny, nx], (x, y, z) => labels[z + nx * (y + ny * x)]),
};

async function run(pair: readonly PlainVolume[], options: EvaluateOptions): Promise<GroupResult> {
  const [reference, prediction] = pair.map(({ shape, labels }) => ({ shape, data: Uint8Array.from(labels) }));
  return (await evaluate({ reference, prediction }, options)).groups.ungrouped;
}

/** The part of a result that does not depend on the numbers of components. */
function numbersOf(result: GroupResult) {
  return [result.tp, result.fp, result.fn, result.rq, result.sq, result.sq_dsc, result.pq, result.global_bin_dsc];
}

describe.each(Object.keys(TURNS))("volumes %s", (turn) => {
  it.each(STRATEGY_NAMES)("unmatched, %s: the very same matches, ties too", async (strategy) => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(9), fc.constantFrom(0, 0.1, 0.3), async (pair, threshold) => {
        const options: EvaluateOptions = { input: "unmatched", strategy, threshold };
        const [before, after] = [await run(pair, options), await run(pair.map(TURNS[turn]), options)];
        expect(after.matches).toEqual(before.matches);
        expect(numbersOf(after)).toEqual(numbersOf(before));
      }),
      { seed: 20_261_206, numRuns: 12 },
    );
  });

  it.each(STRATEGY_NAMES)("semantic, %s: the same counts and qualities where nothing ties", async (strategy) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryPair(3), async (pair) => {
        const all = await run(pair, { strategy: "many-to-many", threshold: 0 });
        const [scores, overlaps] = [all.matches.map(({ score }) => score), all.matches.map(({ overlap }) => overlap)];
        // Components are numbered by first voxel, and numbers break ties, so a turn may break them otherwise.
        if ([scores, overlaps].some((values) => new Set(values).size < values.length)) return;
        compared++;
        const options: EvaluateOptions = { strategy, threshold: 0.1 };
        const [before, after] = [await run(pair, options), await run(pair.map(TURNS[turn]), options)];
        const expected = numbersOf(before);
        numbersOf(after).forEach((value, i) => {
          if (!Object.is(value, expected[i])) expect(value).toBeCloseTo(Number(expected[i]), 12);
        });
      }),
      { seed: 20_261_207, numRuns: 40 },
    );
    expect(compared).toBeGreaterThanOrEqual(3);
  });
});
