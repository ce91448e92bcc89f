import { describe, expect, it } from "vitest";
import { MATCHABLE_METRICS, METRIC_KEYS, metricOf, segmentationQualityKey } from "../../../src/metrics/registry.js";
import { evaluateLabels } from "../../support/evaluate-labels.js";

/**
 * Lines that are their own skeletons. Reference 1 is met exactly by prediction 1; of reference 2 prediction 2 has eight
 * voxels of twelve and prediction 3 the other four, so that by every metric 2 is the better one.
 */
const LINES = {
  shape: [12, 4],
  spacing: [1, 1],
  // biome-ignore format: rows as drawn
  reference: [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ],
  // biome-ignore format: rows as drawn
  prediction: [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ],
};

/** A threshold that every pair of {@link LINES} passes. */
const anything = (key: (typeof METRIC_KEYS)[number]) => (metricOf(key).direction === "higher" ? 0 : 100);

describe("the registry", () => {
  it("calls lengths better when smaller, and shares of surfaces and skeletons better when larger", () => {
    for (const key of ["assd", "masd", "hd", "hd95", "cedi"] as const) expect(metricOf(key).direction).toBe("lower");
    // panoptica counts NSD as smaller-is-better, in matching as in decisions.
    for (const key of ["nsd", "cldsc", "boundaryIou", "iou", "dsc"] as const)
      expect(metricOf(key).direction).toBe("higher");
  });

  it("lets pairs be matched by what says how near two masks are", () => {
    expect(MATCHABLE_METRICS).toEqual(["cldsc", "assd", "masd", "cedi", "hd", "hd95", "nsd", "boundaryIou"]);
  });
});

describe.each(MATCHABLE_METRICS)("matching by %s", (matchingMetric) => {
  const options = { input: "unmatched", matchingMetric, threshold: anything(matchingMetric) } as const;

  // With an optimal matching on ASSD panoptica takes a distance of 0 for "no pair" and drops what is perfect.
  it.each(["one-to-one", "greedy"] as const)("%s keeps the perfect pair and takes the nearer one", async (strategy) => {
    const { matches, tp, fp, fn } = await evaluateLabels(LINES, { ...options, strategy });
    expect(matches.map(({ reference, prediction }) => [reference, prediction])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect([tp, fp, fn]).toEqual([2, 1, 0]);
    expect(matches[0].score).toBe(metricOf(matchingMetric).direction === "higher" ? 1 : 0);
  });

  it("one-to-many gives each reference its nearest, many-to-one and many-to-many take all", async () => {
    const pairsOf = async (strategy: "one-to-many" | "many-to-one" | "many-to-many") =>
      (await evaluateLabels(LINES, { ...options, strategy })).matches.map(({ prediction }) => prediction);
    expect(await pairsOf("one-to-many")).toEqual([1, 2]);
    expect(await pairsOf("many-to-one")).toEqual([1, 2, 3]);
    expect(await pairsOf("many-to-many")).toEqual([1, 2, 3]);
  });

  it("the threshold excludes by the metric's direction, strictly or not", async () => {
    const all = await evaluateLabels(LINES, { ...options, strategy: "many-to-many" });
    const scores = all.matches.map(({ score }) => score);
    for (const threshold of scores) {
      for (const [thresholdRule, passing] of [
        [
          "strict",
          (score: number) => (metricOf(matchingMetric).direction === "higher" ? score > threshold : score < threshold),
        ],
        [
          "inclusive",
          (score: number) =>
            metricOf(matchingMetric).direction === "higher" ? score >= threshold : score <= threshold,
        ],
      ] as const) {
        const { matches } = await evaluateLabels(LINES, {
          ...options,
          strategy: "many-to-many",
          threshold,
          thresholdRule,
        });
        expect(matches.map(({ score }) => score)).toEqual(scores.filter(passing));
      }
    }
  });

  it("the score of a match is the metric of the pair", async () => {
    const { matches, reference_instances } = await evaluateLabels(LINES, { ...options, metrics: [matchingMetric] });
    for (const { reference, score } of matches) {
      const row = reference_instances.find(({ label }) => label === reference);
      expect(row?.[segmentationQualityKey(matchingMetric) as "sq"]).toBe(score);
    }
  });
});

describe.each(METRIC_KEYS.filter((key) => key !== "rvd"))("%s as decision metric", (decisionMetric) => {
  it("takes the match from the reference that is worse, whichever way worse is", async () => {
    const metrics = [decisionMetric];
    const base = { input: "unmatched", strategy: "one-to-one", metrics } as const;
    const before = await evaluateLabels(LINES, base);
    const [perfect, worse] = before.reference_instances.map(
      (row) => row[segmentationQualityKey(decisionMetric) as "sq"] ?? Number.NaN,
    );
    expect(before.tp).toBe(2);
    const between = (perfect + worse) / 2;
    const after = await evaluateLabels(LINES, { ...base, decisionMetric, decisionThreshold: between });
    expect([after.tp, after.fp, after.fn]).toEqual([1, 2, 1]);
    expect(after.matches.map(({ reference }) => reference)).toEqual([1]);
    // The worse one passes its own value if that is enough.
    const inclusive = { decisionMetric, decisionThreshold: worse, thresholdRule: "inclusive" } as const;
    expect((await evaluateLabels(LINES, { ...base, ...inclusive })).tp).toBe(2);
    expect((await evaluateLabels(LINES, { ...base, ...inclusive, thresholdRule: "strict" })).tp).toBe(1);
  });
});
