import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoundedQualityKey, GroupResult, ThresholdInterval } from "../../../src/aggregate/result-types.js";
import { evaluate } from "../../../src/evaluate.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { STRATEGY_NAMES } from "../../../src/strategies/registry.js";
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

  it.runIf(strategy !== "many-to-many")("is near that of tiny steps", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTilings(), choices, async (volumes, chosen) => {
        const options = { input: "unmatched", ...optionsOf(strategy, chosen) } as const;
        const exact = (await evaluate(inputsOf(volumes), { ...options, autc: "exact" })).groups.ungrouped;
        const steps = (await evaluate(inputsOf(volumes), { ...options, autc: 1 / 4096 })).groups.ungrouped;
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
