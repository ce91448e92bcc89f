import { describe, expect, it } from "vitest";
import { evaluate, type GroupResult } from "../../../src/index.js";
import type { StrategyName } from "../../../src/matching/registry.js";
import { goldenCases } from "../../support/golden.js";

interface GoldenCounts {
  readonly pairs: readonly (readonly [reference: number, prediction: number])[];
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

interface GoldenMatching extends GoldenCounts {
  readonly rq: number | null;
  readonly sq_iou: number | null;
  readonly pq_iou: number | null;
  readonly sq_dsc: number | null;
  readonly pq_dsc: number | null;
  readonly per_reference: readonly {
    readonly reference: number;
    readonly predictions: readonly number[];
    readonly iou: number;
    readonly dsc: number;
  }[];
}

interface GoldenResult {
  readonly score: "iou" | "dice";
  readonly threshold: number;
  readonly comparison: "strict" | "inclusive";
  readonly edges: readonly {
    readonly reference: number;
    readonly prediction: number;
    readonly overlap: number;
    readonly score: number;
  }[];
  readonly one_to_one: { readonly total_score: number; readonly optimal: readonly GoldenMatching[] };
  readonly many_to_one: GoldenMatching;
  readonly one_to_many: GoldenMatching;
  readonly many_to_many: GoldenCounts;
}

interface GoldenCase {
  readonly shape: readonly number[];
  readonly reference: readonly number[];
  readonly prediction: readonly number[];
  readonly results: readonly GoldenResult[];
}

/** Both sides divide the same whole numbers; only sums over references are rounded in another order. */
const TOLERANCE = 1e-12;

const CASES = goldenCases<GoldenCase>("strategies");

function run(golden: GoldenCase, result: GoldenResult, strategy: StrategyName): Promise<GroupResult> {
  const { shape } = golden;
  return evaluate(
    {
      reference: { data: Uint32Array.from(golden.reference), shape },
      prediction: { data: Uint32Array.from(golden.prediction), shape },
    },
    {
      input: "unmatched",
      strategy,
      matchingMetric: result.score,
      threshold: result.threshold,
      thresholdRule: result.comparison,
      metrics: ["iou", "dsc"],
    },
  ).then(({ groups }) => groups.ungrouped);
}

/** The pack has null where a quality is undefined: over no instances at all (NaN), or over no match (0 by default). */
function expectQuality(quality: number | null | undefined, expected: number | null, name: string): void {
  expect(quality, name).toBeDefined();
  const found = quality ?? Number.NaN;
  if (expected === null) expect(Number.isNaN(found) || found === 0, `${name} is ${found}`).toBe(true);
  else expect(Math.abs(found - expected), `${name} is ${found}, not ${expected}`).toBeLessThanOrEqual(TOLERANCE);
}

function namesOfPairs(pairs: GoldenCounts["pairs"]): string[] {
  return pairs.map((pair) => pair.join("-")).sort();
}

function namesOfMatches(found: GroupResult): string[] {
  return found.matches.map(({ reference, prediction }) => `${reference}-${prediction}`).sort();
}

function compareCounts(found: GroupResult, { pairs, tp, fp, fn }: GoldenCounts): void {
  expect(namesOfMatches(found)).toEqual(namesOfPairs(pairs));
  expect([found.tp, found.fp, found.fn]).toEqual([tp, fp, fn]);
}

function compare(found: GroupResult, expected: GoldenMatching): void {
  compareCounts(found, expected);
  expectQuality(found.rq, expected.rq, "rq");
  expectQuality(found.sq, expected.sq_iou, "sq");
  expectQuality(found.pq, expected.pq_iou, "pq");
  expectQuality(found.sq_dsc, expected.sq_dsc, "sq_dsc");
  expectQuality(found.pq_dsc, expected.pq_dsc, "pq_dsc");
  const matched = found.reference_instances.filter((row) => row.is_matched === 1);
  expect(matched.map((row) => [row.label, [...row.predictions].sort((a, b) => a - b)])).toEqual(
    expected.per_reference.map((row) => [row.reference, [...row.predictions].sort((a, b) => a - b)]),
  );
  matched.forEach((row, i) => {
    expectQuality(row.sq, expected.per_reference[i].iou, `iou of reference ${row.label}`);
    expectQuality(row.sq_dsc, expected.per_reference[i].dsc, `dsc of reference ${row.label}`);
  });
}

/** The listed optimum that ties decide: each reference in turn has the smallest prediction, rather any than none. */
function firstByTies(optimal: readonly GoldenMatching[], references: readonly number[]): GoldenMatching {
  const partners = (matching: GoldenMatching) => {
    const partnerOf = new Map(matching.pairs);
    return references.map((g) => partnerOf.get(g) ?? Number.POSITIVE_INFINITY);
  };
  return optimal.reduce((best, other) => {
    const [a, b] = [partners(best), partners(other)];
    const differs = a.findIndex((p, i) => p !== b[i]);
    return differs !== -1 && b[differs] < a[differs] ? other : best;
  });
}

it("has golden cases", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(47);
});

describe.each(CASES)("%s", (_, golden) => {
  const references = [...new Set(golden.reference)].filter((label) => label !== 0).sort((a, b) => a - b);
  const cases = golden.results.map(
    (result) => [`${result.score} ${result.comparison} ${result.threshold}`, result] as const,
  );

  it.each(cases)("%s: edges", async (_name, result) => {
    const { matches } = await run(golden, result, "many-to-many");
    expect(matches).toEqual(
      result.edges.map(({ reference, prediction, overlap, score }) => ({ reference, prediction, score, overlap })),
    );
  });

  it.each(cases)("%s: one-to-one", async (_name, result) => {
    const found = await run(golden, result, "one-to-one");
    const { optimal, total_score } = result.one_to_one;
    const total = found.matches.reduce((sum, { score }) => sum + score, 0);
    expect(Math.abs(total - total_score)).toBeLessThanOrEqual(TOLERANCE);
    const names = optimal.map(({ pairs }) => namesOfPairs(pairs));
    expect(names).toContainEqual(namesOfMatches(found));
    compare(found, firstByTies(optimal, references));
  });

  it.each(cases)("%s: many-to-one, one-to-many, many-to-many", async (_name, result) => {
    compare(await run(golden, result, "many-to-one"), result.many_to_one);
    compare(await run(golden, result, "one-to-many"), result.one_to_many);
    // Its qualities are undefined: only vertices and edges are compared.
    compareCounts(await run(golden, result, "many-to-many"), result.many_to_many);
  });
});
