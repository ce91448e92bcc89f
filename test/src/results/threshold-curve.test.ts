import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { STRATEGY_NAMES } from "../../../src/matching/registry.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import type { BoundedQualityKey, GroupResult, ThresholdInterval } from "../../../src/results/result-types.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { type OracleInterval, sweepByEvaluating } from "../../oracle/sweep-thresholds.js";
import { refusal } from "../../support/refusal.js";
import { arbitraryTilings } from "../../support/tilings.js";
import { arbitraryPair, SEEDED } from "../../support/volumes.js";

const KEYS = ["rq", "sq", "pq", "sq_dsc", "pq_dsc"] as const;
const METRICS = ["iou", "dsc", "rvd"] as const;
const RUNS = { ...SEEDED, numRuns: 20 };

function inputsOf([reference, prediction]: readonly PlainVolume[]) {
  const input = ({ shape, labels }: PlainVolume) => ({ data: Uint32Array.from(labels), shape });
  return { reference: input(reference), prediction: input(prediction) };
}

/** A row of voxels: one digit a label. */
function rowOf(labels: string): PlainVolume {
  return { shape: [labels.length, 1, 1], labels: [...labels].map(Number) };
}

async function evaluateRows(reference: string, prediction: string, options: EvaluateOptions): Promise<GroupResult> {
  const { groups } = await evaluate(inputsOf([rowOf(reference), rowOf(prediction)]), {
    input: "unmatched",
    ...options,
  });
  return groups.ungrouped;
}

function intervalsOf(result: GroupResult): readonly ThresholdInterval[] {
  return (result.autc_curve ?? []) as readonly ThresholdInterval[];
}

function areaOf(intervals: readonly OracleInterval[], key: BoundedQualityKey): number {
  return intervals.reduce((sum, { from, to, values }) => sum + (to - from) * (values[key] || 0), 0);
}

function expectClose(found: number | null | undefined, expected: number | null, what: string): void {
  if (expected === null || Number.isNaN(expected)) expect(found, what).toBe(expected);
  else expect(Math.abs((found ?? Number.NaN) - expected), `${what}: ${found}, not ${expected}`).toBeLessThan(1e-12);
}

async function checkExact(volumes: readonly PlainVolume[], options: EvaluateOptions, group = "ungrouped") {
  const inputs = inputsOf(volumes);
  const result = (await evaluate(inputs, { ...options, metrics: METRICS, autc: "exact" })).groups[group];
  if (result === undefined) return; // The group's labels do not occur.
  const oracle = await sweepByEvaluating(inputs, { ...options, metrics: METRICS }, group);
  const curve = intervalsOf(result);
  expect([curve[0].from, curve.at(-1)?.to]).toEqual([0, 1]);
  for (let i = 1; i < curve.length; i++) expect(curve[i].from).toBe(curve[i - 1].to);
  for (const { from, to, values } of oracle) {
    const interval = curve.find((each) => each.from <= from && each.to >= to);
    expect(interval, `an interval over ${from} … ${to}`).toBeDefined();
    for (const [key, value] of Object.entries(values)) {
      expectClose(interval?.[key as "tp"], value, `${key} in ${from} … ${to}`);
    }
  }
  for (const key of KEYS) {
    const isUndefined = options.strategy === "many-to-many";
    expectClose(result[`autc_${key}`], isUndefined ? null : areaOf(oracle, key), `autc_${key}`);
  }
}

const choices = fc.record({
  matchingMetric: fc.constantFrom("iou", "dice", "ior", "iop"),
  thresholdRule: fc.constantFrom("strict", "inclusive"),
  decision: fc.constantFrom<EvaluateOptions>(
    {},
    { decisionMetric: "dsc", decisionThreshold: 0.4 },
    { decisionMetric: "rvd", decisionThreshold: 0.1 },
    { decisionMetric: "iou", decisionThreshold: 0.3, autcDecision: "moving" },
    { decisionMetric: "dsc", decisionThreshold: 0.3, autcDecision: "moving" },
  ),
  minVoxels: fc.constantFrom(0, 0, 5),
  allowManyToOne: fc.boolean(),
});

function optionsOf(
  strategy: EvaluateOptions["strategy"],
  { decision, allowManyToOne, ...rest }: typeof choices extends fc.Arbitrary<infer T> ? T : never,
): EvaluateOptions {
  return { strategy, allowManyToOne: allowManyToOne && strategy === "greedy", ...decision, ...rest } as EvaluateOptions;
}

describe.each(STRATEGY_NAMES)("the exact threshold curve of %s", (strategy) => {
  it("is that of evaluations between all scores, where everything touches", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTilings(), choices, (volumes, chosen) =>
        checkExact(volumes, { input: "unmatched", ...optionsOf(strategy, chosen) }),
      ),
      RUNS,
    );
  });

  it("is that of evaluations between all scores, on noise full of ties", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPair(6), choices, (volumes, chosen) =>
        checkExact(volumes, { input: "semantic", ...optionsOf(strategy, chosen) }),
      ),
      { ...RUNS, numRuns: 10 },
    );
  });

  it("is that of evaluations between all scores, of things with parts", async () => {
    const groups = { thing: { thing: [1], parts: [2, 3] } };
    const counted = choices.map((chosen) => ({
      ...chosen,
      // Only these two are the qualities by which the oracle knows unions.
      matchingMetric: chosen.matchingMetric.startsWith("i") ? ("iou" as const) : ("dice" as const),
    }));
    await fc.assert(
      fc.asyncProperty(arbitraryPair(3), counted, (volumes, chosen) =>
        checkExact(volumes, { input: "semantic", groups, ...optionsOf(strategy, chosen) }, "thing"),
      ),
      { ...RUNS, numRuns: 10 },
    );
  });

  // Under many-to-many there is no area: the next test says so.
  if (strategy === "many-to-many") return;

  it("is near that of tiny steps", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTilings(), choices, async (volumes, chosen) => {
        const options = { input: "unmatched", ...optionsOf(strategy, chosen) } as const;
        const exact = (await evaluate(inputsOf(volumes), { ...options, metrics: METRICS, autc: "exact" })).groups
          .ungrouped;
        const steps = (await evaluate(inputsOf(volumes), { ...options, metrics: METRICS, autc: 1 / 4096 })).groups
          .ungrouped;
        expect(steps.autc_curve).toHaveLength(4096);
        for (const key of KEYS) {
          const difference = Number(exact[`autc_${key}`]) - Number(steps[`autc_${key}`]);
          expect(Math.abs(difference), key).toBeLessThan(1e-3);
        }
      }),
      { ...RUNS, numRuns: 8 },
    );
  });
});

/** IoU 6/10, Dice 12/16; IoU 3/10, Dice 6/13. */
const TWO = ["1111111100002222200000", "0011111111000022222222"] as const;
/** A reference of 10 in pieces of 6 and 4. */
const SPLIT = ["1111111111", "1111112222"] as const;

describe("the area under the exact curve", () => {
  it("is a sum over the ranges between the scores", async () => {
    const result = await evaluateRows(...TWO, { autc: "exact" });
    // RQ: 1 up to 0.3; then TP 1, FP 1, FN 1; nothing from 0.6 on.
    expectClose(result.autc_rq, 0.3 * 1 + 0.3 * (1 / 2), "rq");
    expectClose(result.autc_sq, 0.3 * ((0.6 + 0.3) / 2) + 0.3 * 0.6, "sq");
    expectClose(result.autc_pq, 0.3 * ((0.6 + 0.3) / 2) * 1 + 0.3 * 0.6 * (1 / 2), "pq");
    expectClose(result.autc_sq_dsc, 0.3 * ((12 / 16 + 6 / 13) / 2) + 0.3 * (12 / 16), "sq_dsc");
    expect(intervalsOf(result).map(({ from, to, tp, fp, fn }) => [from, to, tp, fp, fn])).toEqual([
      [0, 0.3, 2, 0, 0],
      [0.3, 0.6, 1, 1, 1],
      [0.6, 1, 0, 2, 2],
    ]);
  });

  it.each([
    ["one-to-one", 0.6 * (1 / 1.5), 0.6 * 0.6],
    // Both pieces up to 0.4, the larger one up to 0.6, the other then being a false positive.
    ["many-to-one", 0.4 * 1 + 0.2 * (1 / 1.5), 0.4 * 1 + 0.2 * 0.6],
    // The larger piece seeds up to 0.6, and the other one joins.
    ["merge", 0.6 * 1, 0.6 * 1],
    ["union", 1, 1],
  ] as const)("of a split reference under %s", async (strategy, rq, sq) => {
    const result = await evaluateRows(...SPLIT, { autc: "exact", strategy });
    expectClose(result.autc_rq, rq, "rq");
    expectClose(result.autc_sq, sq, "sq");
  });

  it("is 1 for a volume compared with itself", async () => {
    const result = await evaluateRows(TWO[0], TWO[0], { autc: "exact" });
    for (const key of KEYS) expect(result[`autc_${key}`]).toBe(1);
    expect(result.autc_curve).toHaveLength(1);
  });

  it("lets a decision stay, or move along", async () => {
    const options = { autc: "exact", matchingMetric: "dice", decisionMetric: "iou" } as const;
    // IoU 3/10, Dice 6/13.
    const area = async (more: EvaluateOptions) =>
      (await evaluateRows("1111100000", "0011111111", { ...options, ...more })).autc_rq;
    expectClose(await area({ decisionThreshold: 0.2 }), 6 / 13, "passes 0.2");
    expectClose(await area({ decisionThreshold: 0.35 }), 0, "fails 0.35");
    expectClose(await area({ decisionThreshold: 0.35, autcDecision: "moving" }), 0.3, "passes up to 0.3");
  });

  it("needs no threshold for a single instance", async () => {
    const groups = { organ: { labels: [1], single: true } };
    const result = await evaluate(inputsOf(SPLIT.map(rowOf)), { input: "unmatched", autc: "exact", groups });
    expect(result.groups.organ.autc_rq).toBe(1);
    expectClose(result.groups.organ.autc_sq, 0.6, "sq");
  });

  it("is that of the match without overlap, where a single instance has one", async () => {
    const groups = { organ: { labels: [1], single: true } };
    const options = { input: "unmatched", autc: "exact", groups, matchWithoutOverlap: true } as const;
    const { organ } = (await evaluate(inputsOf([rowOf("1100"), rowOf("0011")]), options)).groups;
    expect([organ.rq, organ.autc_rq, organ.sq, organ.autc_sq]).toEqual([1, 1, 0, 0]);
  });

  it.each(["strict", "inclusive"] as const)("does not depend on the rule (%s)", async (thresholdRule) => {
    const result = await evaluateRows(...TWO, { autc: "exact", thresholdRule });
    expectClose(result.autc_rq, 0.45, "rq");
  });
});

describe("the area where there is nothing to match", () => {
  const [some, none] = ["0110220", "0000000"];
  it.each([
    ["both empty", none, none, Number.NaN],
    ["an empty reference", none, some, 0],
    ["an empty prediction", some, none, 0],
    ["no overlap", some, "1001003", 0],
  ] as const)("is 0: %s", async (_case, reference, prediction, value) => {
    for (const autc of ["exact", 0.5] as const) {
      const result = await evaluateRows(reference, prediction, { autc });
      for (const key of KEYS) {
        expect(result[`autc_${key}`], key).toBe(0);
        for (const point of result.autc_curve ?? []) expect(point[key], key).toBe(value);
      }
      expect(result.autc_curve).toHaveLength(autc === "exact" ? 1 : 2);
    }
  });
});

describe("the threshold curve by steps", () => {
  it("has decimal thresholds, the last of them 1", async () => {
    const thresholds = async (autc: number) => {
      const { autc_curve = [] } = await evaluateRows(...TWO, { autc });
      return autc_curve.map((point) => ("threshold" in point ? point.threshold : Number.NaN));
    };
    expect(await thresholds(0.1)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(await thresholds(0.3)).toEqual([0.3, 0.6, 0.9, 1]);
    expect(await thresholds(1)).toEqual([1]);
  });

  it("follows the rule at a score that is a threshold", async () => {
    // At 0.3 the second pair passes inclusively. Trapezoids of RQ at 0.3, 0.6, 0.9, 1.
    const inclusive = await evaluateRows(...TWO, { autc: 0.3, thresholdRule: "inclusive" });
    expectClose(inclusive.autc_rq, 0.3 * 1 + 0.3 * ((1 + 1 / 2) / 2) + 0.3 * ((1 / 2 + 0) / 2), "inclusive");
    const strict = await evaluateRows(...TWO, { autc: 0.3, thresholdRule: "strict" });
    expectClose(strict.autc_rq, 0.3 * (1 / 2) + 0.3 * ((1 / 2 + 0) / 2), "strict");
  });
});

it("says why many-to-many has no area, and gives the counts", async () => {
  const result = await evaluateRows(...TWO, { autc: "exact", strategy: "many-to-many" });
  for (const key of KEYS) {
    expect(result[`autc_${key}`]).toBeNull();
    expect(result[`autc_${key}_reason`]).toMatch(/many-to-many/);
  }
  expect(intervalsOf(result).map(({ tp, rq }) => [tp, rq])).toEqual([
    [2, null],
    [1, null],
    [0, null],
  ]);
});

it("has the bounded qualities that were asked for, and no others", async () => {
  const result = await evaluateRows(...TWO, { autc: "exact", metrics: ["dsc", "rvd"] });
  const keys = Object.keys(result).filter((key) => key.startsWith("autc_"));
  // PQ and SQ by IoU in any case.
  expect(keys).toEqual(["autc_rq", "autc_sq", "autc_pq", "autc_sq_dsc", "autc_pq_dsc", "autc_curve"]);
  expect(await evaluateRows(...TWO, {})).not.toHaveProperty("autc_rq");
});

it("is refused where thresholds have no end", async () => {
  const refused = (options: EvaluateOptions, message: RegExp) =>
    refusal(() => evaluateRows(...TWO, { autc: "exact", ...options }), "INVALID_OPTION", message);
  await refused({ matchingMetric: "cedi", threshold: 3 }, /autc needs a matching metric from 0 to 1/);
  const decision = { decisionMetric: "rvd", decisionThreshold: 0.1 } as const;
  await refused({ ...decision, autcDecision: "moving" }, /autcDecision moves .* but rvd has other bounds/);
});
