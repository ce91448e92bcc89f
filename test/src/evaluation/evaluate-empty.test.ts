import { describe, expect, it } from "vitest";
import {
  EDGE_CASES,
  type EdgeCase,
  METRIC_KEYS,
  type MetricKey,
  PANOPTIC_METRICS,
  panopticQualityKey,
  segmentationQualityKey,
} from "../../../src/metrics/registry.js";
import type { EdgeCasesOption } from "../../../src/options/edge-cases.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { ALL_METRICS as EVERYTHING, evaluateLabels, type LabelPair } from "../../support/evaluate-labels.js";

/** As panoptica has it: foregrounds that do not overlap are an empty case, too. */
const ALL_METRICS: EvaluateOptions = { ...EVERYTHING, disjointForegrounds: "edge-case" };

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const GRID = { shape: [4, 3, 2], spacing: [1, 1, 2] };
const nothing = Array(24).fill(0);
const first = nothing.map((_, i) => Number(i < 4));
const last = nothing.map((_, i) => Number(i >= 20));

const PAIRS: Readonly<Record<EdgeCase, LabelPair>> = {
  bothEmpty: { ...GRID, reference: nothing, prediction: nothing },
  referenceEmpty: { ...GRID, reference: nothing, prediction: first },
  predictionEmpty: { ...GRID, reference: first, prediction: nothing },
  // Both have instances, and nothing overlaps.
  noMatch: { ...GRID, reference: first, prediction: last },
};

/** As the definitions have it: both empty, reference empty, prediction empty, no true positive. */
const TABLE: Readonly<Record<MetricKey, readonly [number, number, number, number]>> = {
  iou: [nan, 0, 0, 0],
  dsc: [nan, 0, 0, 0],
  cldsc: [nan, 0, 0, 0],
  assd: [nan, infinity, infinity, infinity],
  masd: [nan, infinity, infinity, infinity],
  rvd: [nan, nan, nan, nan],
  rvae: [nan, nan, nan, nan],
  cedi: [nan, nan, nan, nan],
  hd: [nan, infinity, infinity, infinity],
  hd95: [nan, infinity, infinity, infinity],
  nsd: [nan, 0, 0, 0],
  boundaryIou: [nan, 0, 0, 0],
};

describe.each(EDGE_CASES)("%s", (edgeCase) => {
  const column = EDGE_CASES.indexOf(edgeCase);

  it.each(METRIC_KEYS)("gives instances and foregrounds the value of the table for %s", async (key) => {
    for (const strategy of ["one-to-one", "many-to-one", "one-to-many", "greedy", "merge", "union"] as const) {
      const result = await evaluateLabels(PAIRS[edgeCase], { ...ALL_METRICS, strategy });
      expect(result[segmentationQualityKey(key) as "sq"]).toBe(TABLE[key][column]);
      expect(result[`${segmentationQualityKey(key)}_std` as "sq_std"]).toBeNaN();
      expect(result[`global_bin_${key}`]).toBe(TABLE[key][column]);
      expect(result.tp).toBe(0);
      expect(result.sq_n).toBe(0);
    }
  });

  it("gives recognition and panoptic quality 0, or NaN where there is nothing at all", async () => {
    const result = await evaluateLabels(PAIRS[edgeCase]);
    const expected = edgeCase === "bothEmpty" ? nan : 0;
    expect(result.rq).toBe(expected);
    for (const key of PANOPTIC_METRICS) expect(result[panopticQualityKey(key) as "pq"]).toBe(expected);
  });

  it.each(["semantic", "unmatched", "matched"] as const)("does so for %s input", async (input) => {
    const result = await evaluateLabels(PAIRS[edgeCase], { ...ALL_METRICS, input });
    for (const key of METRIC_KEYS) {
      expect(result[segmentationQualityKey(key) as "sq"], key).toBe(TABLE[key][column]);
      expect(result[`global_bin_${key}`], key).toBe(TABLE[key][column]);
    }
  });

  it.each(METRIC_KEYS)("takes another value for %s, for this case alone", async (key) => {
    const edgeCases: EdgeCasesOption = { [key]: { [edgeCase]: 374 } };
    for (const other of EDGE_CASES) {
      const result = await evaluateLabels(PAIRS[other], { ...ALL_METRICS, edgeCases });
      const expected = other === edgeCase ? 374 : TABLE[key][EDGE_CASES.indexOf(other)];
      expect(result[segmentationQualityKey(key) as "sq"]).toBe(expected);
      expect(result[`global_bin_${key}`]).toBe(expected);
    }
  });

  it("takes NaN and Infinity as words, as files must write them", async () => {
    const result = await evaluateLabels(PAIRS[edgeCase], {
      ...ALL_METRICS,
      edgeCases: { dsc: { [edgeCase]: "NaN" }, rvd: { [edgeCase]: "Infinity" } },
    });
    expect(result.sq_dsc).toBeNaN();
    expect(result.global_bin_rvd).toBe(infinity);
  });
});

describe("where only some have a match", () => {
  it("foregrounds that do not overlap are measured like any others", async () => {
    const result = await evaluateLabels(PAIRS.noMatch, EVERYTHING);
    // Two rows of four voxels, two of 1 mm apart in y and one of 2 mm in z; the tolerance is 1 mm.
    for (const key of ["assd", "masd", "hd", "hd95", "cedi"] as const) {
      expect(result[`global_bin_${key}`], key).toBeCloseTo(Math.sqrt(2 ** 2 + 2 ** 2), 14);
    }
    for (const key of ["iou", "dsc", "cldsc", "nsd", "boundaryIou", "rvd", "rvae"] as const) {
      expect(result[`global_bin_${key}`], key).toBe(0);
    }
    // Of matches there are none.
    expect([result.sq_hd, result.sq_dsc]).toEqual([infinity, 0]);
  });

  it("foregrounds that overlap are measured even if no instance matches", async () => {
    // One voxel of four is shared: below any threshold of one half, yet the foregrounds have values.
    const prediction = first.map((_, i) => Number(i >= 3 && i < 8));
    const result = await evaluateLabels(
      { ...GRID, reference: first, prediction },
      { ...ALL_METRICS, strategy: "one-to-one", threshold: 0.5 },
    );
    expect(result.tp).toBe(0);
    expect(result.sq_assd).toBe(infinity);
    expect(result.global_bin_assd).toBeLessThan(3);
    expect(result.global_bin_iou).toBe(1 / 8);
  });

  it("a match that a decision takes back leaves the values of no match", async () => {
    const result = await evaluateLabels(
      { ...GRID, reference: first, prediction: first },
      { ...ALL_METRICS, decisionMetric: "dsc", decisionThreshold: 1 },
    );
    expect([result.tp, result.fp, result.fn]).toEqual([0, 1, 1]);
    expect(result.sq_hd).toBe(infinity);
    expect(result.global_bin_hd).toBe(0);
  });

  it("matched input counts equal labels without overlap on request, measured as they lie", async () => {
    const result = await evaluateLabels(PAIRS.noMatch, { ...ALL_METRICS, input: "matched", matchWithoutOverlap: true });
    expect(result.tp).toBe(1);
    expect(result.sq).toBe(0);
    // Two rows of four, two voxels of 1 mm apart in y and one of 2 mm in z.
    expect(result.sq_hd).toBeCloseTo(Math.sqrt(2 ** 2 + 2 ** 2), 14);
    expect(result.sq_assd).toBeCloseTo(Math.sqrt(8), 14);
    expect(result.sq_cedi).toBeCloseTo(Math.sqrt(8), 14);
    expect(result.sq_boundaryIou).toBe(0);
  });
});
