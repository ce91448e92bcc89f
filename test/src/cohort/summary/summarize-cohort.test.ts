import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapIntervals } from "../../../../src/cohort/statistics/bootstrap.js";
import { meanOf, ofSums } from "../../../../src/cohort/statistics/statistic.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import type { CohortSummary, MetricRow } from "../../../../src/cohort/summary/summary-types.js";
import { caseOf, failureOf, type GroupSketch } from "../../../support/records.js";

const FAST = { resamples: 99 } as const;

function row(summary: CohortSummary, metric: string, which: Partial<MetricRow> = {}): MetricRow {
  const wanted = Object.entries({ metric, by: null, ...which });
  const found = summary.metrics.filter((one) => wanted.every(([key, value]) => one[key as keyof MetricRow] === value));
  expect(found).toHaveLength(1);
  return found[0];
}

/** Two cases: one with a good match and nothing wrong, one with two matches, two missed and one made up. */
const PAIR = [
  caseOf("a", { lesion: { iou: [0.9], fp: 0, fn: 0 } }),
  caseOf("b", { lesion: { iou: [0.6, 0.7], fp: 1, fn: 2 } }),
];

describe("metrics over cases", () => {
  const summary = summarizeCohort(PAIR, FAST);

  it("gives the mean of the cases and the pooled value", () => {
    // a: SQ 0.9, RQ 1, PQ 0.9. b: SQ 0.65, RQ 2 / (2 + 0.5 + 1) = 4/7, PQ 0.65 · 4/7.
    const pq = row(summary, "pq");
    expect(pq.n).toBe(2);
    expect(pq.mean).toBeCloseTo((0.9 + (0.65 * 4) / 7) / 2, 14);
    // Pooled: 3 TP, 1 FP, 2 FN, Σ 2.2: SQ 2.2 / 3, RQ 3 / (3 + 0.5 + 1) = 2/3, PQ 4.4 / 9.
    expect(pq.pooled).toBeCloseTo(4.4 / 9, 14);
    expect(row(summary, "rq").pooled).toBeCloseTo(2 / 3, 14);
    expect(row(summary, "sq").pooled).toBeCloseTo(2.2 / 3, 14);
    expect(row(summary, "rec").pooled).toBe(3 / 5);
    expect(row(summary, "prec").pooled).toBe(3 / 4);
    expect(summary.counts).toEqual([
      {
        by: null,
        model: null,
        group: "lesion",
        n_cases: 2,
        n_clusters: 2,
        n_ref_instances: 5,
        n_pred_instances: 4,
        tp: 3,
        fp: 1,
        fn: 2,
      },
    ]);
  });

  it("describes values: sd by n − 1, quartiles linearly interpolated", () => {
    // rec: 1 and 0.5.
    const rec = row(summary, "rec");
    expect(rec).toMatchObject({ min: 0.5, q1: 0.625, median: 0.75, q3: 0.875, max: 1, mean: 0.75 });
    expect(rec.sd).toBeCloseTo(Math.sqrt(2 * 0.25 ** 2), 14);
  });

  it("counts what is no number, and says why", () => {
    const cases = [
      ...PAIR,
      caseOf("empty", { lesion: { iou: [], fp: 0, fn: 0 } }),
      caseOf("missed", { lesion: { iou: [], fp: 1, fn: 1, also: { sq_hd: Number.POSITIVE_INFINITY } } }),
      caseOf("graph", { lesion: { iou: [0.5], fp: 0, fn: 0, also: { pq: null, pq_reason: "many to many" } } }),
    ];
    const pq = row(summarizeCohort(cases, FAST), "pq");
    // The empty case is rightly empty, the missed one has PQ 0; many to many has none and is left out.
    expect(pq).toMatchObject({
      n: 4,
      n_as_best: 1,
      n_as_worst: 0,
      n_left_out: 1,
      n_nan: 1,
      n_infinite: 0,
      n_null: 1,
      pooled: null,
    });
    expect(pq.reasons).toEqual({ "many to many": 1, "neither volume has an instance of this group": 1 });
    // The grid of 2 × 2 × 2 voxels of 1 mm has a diagonal of √12 mm.
    const hd = row(summarizeCohort(cases, FAST), "sq_hd");
    expect(hd).toMatchObject({ n: 1, n_infinite: 1, n_as_worst: 1, mean: Math.hypot(2, 2, 2) });
    const omitted = row(summarizeCohort(cases, { ...FAST, undefined: "omit" }), "sq_hd");
    expect(omitted).toMatchObject({ n: 0, n_infinite: 1, mean: Number.NaN, mean_low: Number.NaN });
    expect(hd.reasons).toEqual({ "no reference is matched, so there is nothing to measure": 1 });
  });

  it("gives the intervals of the bootstrap over clusters", () => {
    const cases = Array.from({ length: 12 }, (_, i) =>
      caseOf(
        `c${10 + i}`,
        { lesion: { iou: [0.5 + 0.03 * i], fp: i % 3, fn: i % 2 } },
        { columns: { patient: `p${i % 5}` } },
      ),
    );
    const pq = cases.map(({ groups }) => groups.lesion.pq ?? Number.NaN);
    const lists = [0, 1, 2, 3, 4].map((patient) => pq.filter((_, i) => i % 5 === patient));
    const columns = [
      (i: number) => cases[i].groups.lesion.tp,
      (i: number) => cases[i].groups.lesion.fp,
      (i: number) => cases[i].groups.lesion.fn,
    ].map((term) =>
      Float64Array.from({ length: 5 }, (_, patient) =>
        cases.reduce((sum, _, i) => (i % 5 === patient ? sum + term(i) : sum), 0),
      ),
    );
    const rq = ofSums(columns, ([tp, fp, fn]) => tp / (tp + fp / 2 + fn / 2));
    const options = { resamples: 999, seed: 3, confidence: 0.9 };
    const [mean, pooled] = bootstrapIntervals([meanOf(lists), rq], options);
    const summary = summarizeCohort(cases, { ...options, cluster: "patient" });
    expect(row(summary, "pq")).toMatchObject({ mean_low: mean.low, mean_high: mean.high });
    expect(row(summary, "rq")).toMatchObject({ pooled_low: pooled.low, pooled_high: pooled.high });
    expect(summary.counts[0]).toMatchObject({ n_cases: 12, n_clusters: 5 });
  });

  it("pools whole foregrounds by the voxels that Dice and IoU are made of", () => {
    // |A| = 10, |B| = 20, 5 shared: Dice 10/30, IoU 5/25. |A| = 100, |B| = 100, 90 shared: Dice 0.9, IoU 90/110.
    const also = (a: number, b: number, n: number) => ({
      global_bin_volume_ref: a,
      global_bin_volume_pred: b,
      global_bin_dsc: (2 * n) / (a + b),
      global_bin_iou: n / (a + b - n),
    });
    const cases = [
      caseOf("a", { g: { iou: [0.9], fp: 0, fn: 0, also: also(10, 20, 5) } }),
      caseOf("b", { g: { iou: [0.9], fp: 0, fn: 0, also: also(100, 100, 90) } }),
      // Nothing predicted: the edge case's value is not one of voxels.
      caseOf("c", { g: { iou: [], fp: 0, fn: 1, also: { ...also(7, 0, 0), global_bin_dsc: 0, global_bin_iou: 0 } } }),
    ];
    const summary = summarizeCohort(cases, FAST);
    expect(row(summary, "global_bin_dsc").pooled).toBeCloseTo((2 * 95) / 237, 14);
    expect(row(summary, "global_bin_iou").pooled).toBeCloseTo(95 / (237 - 95), 14);
  });
});

/** Cohorts of a few cases with any number of matches. */
const sketches = fc.array(
  fc.record({
    iou: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { maxLength: 4 }),
    fp: fc.nat(3),
    fn: fc.nat(3),
  }),
  { minLength: 1, maxLength: 12 },
);

const whole = (list: readonly GroupSketch[]): GroupSketch => ({
  iou: list.flatMap(({ iou }) => [...iou]),
  fp: list.reduce((sum, { fp }) => sum + fp, 0),
  fn: list.reduce((sum, { fn }) => sum + fn, 0),
});

describe("pooling", () => {
  it("gives cases the number of one case that has all their instances", () => {
    fc.assert(
      fc.property(sketches, (list) => {
        const cases = list.map((sketch, i) => caseOf(String(i), { g: sketch }));
        const pooled = summarizeCohort(cases, FAST);
        const one = caseOf("all", { g: whole(list) }).groups.g;
        for (const key of ["pq", "rq", "rec", "prec"] as const) {
          const value = row(pooled, key).pooled;
          if (Number.isNaN(one[key])) expect(value).toBeNaN();
          else expect(value).toBeCloseTo(one[key] ?? Number.NaN, 12);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it("gives a subject the same bits for any cut into patches and any order of them", () => {
    fc.assert(
      fc.property(sketches, fc.integer(), (list, seed) => {
        const columns = { patient: "p" };
        const patches = list.map((sketch, i) => caseOf(`p-${i}`, { g: sketch }, { columns }));
        const cut = summarizeCohort(
          [...patches].sort(
            (a, b) => ((Number(a.case.slice(2)) * 7919 + seed) % 13) - ((Number(b.case.slice(2)) * 7919 + seed) % 13),
          ),
          { ...FAST, subject: "patient" },
        );
        const one = summarizeCohort([caseOf("p-0", { g: whole(list) }, { columns })], { ...FAST, subject: "patient" });
        expect(cut.counts).toEqual(one.counts);
        expect(cut.metrics.map(({ metric, mean }) => [metric, mean])).toEqual(
          one.metrics.map(({ metric, mean }) => [metric, mean]),
        );
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it("pools a missing patch as if nothing had been predicted, or leaves out its subject", () => {
    const [p, q] = [{ patient: "p" }, { patient: "q" }];
    const sketch = { iou: [0.8], fp: 0, fn: 0 };
    const patches = (model: string) => [
      caseOf("p1", { g: sketch }, { model, columns: p }),
      caseOf("p2", { g: sketch }, { model, columns: p }),
      caseOf("q1", { g: sketch }, { model, columns: q }),
    ];
    const records = [...patches("a"), ...patches("b").filter((one) => one.case !== "p2")];
    const worst = summarizeCohort(records, { ...FAST, subject: "patient" });
    // One reference found with 0.8, one missed: SQ 0.8, RQ 1 / (1 + ½).
    expect(row(worst, "pq", { model: "b" }).mean).toBeCloseTo((0.8 / 1.5 + 0.8) / 2, 14);
    const omitted = summarizeCohort(records, { ...FAST, subject: "patient", missing: "omit" });
    expect(omitted.counts.map(({ model, n_cases }) => [model, n_cases])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    expect(omitted.notes[0]).toBe("1 subject has a patch without a number and is left out.");
  });

  it("leaves out a subject whose patch nobody could evaluate", () => {
    const sketch = { iou: [0.8], fp: 0, fn: 0 };
    const lost = { ...failureOf("p2", { columns: { patient: "p" } }), cause: "system" as const };
    const summary = summarizeCohort(
      [
        caseOf("p1", { g: sketch }, { columns: { patient: "p" } }),
        lost,
        caseOf("q1", { g: sketch }, { columns: { patient: "q" } }),
      ],
      { ...FAST, subject: "patient" },
    );
    expect(summary.counts[0].n_cases).toBe(1);
    expect(summary.is_withheld).toBe(true);
    expect(summary.failures.map(({ case: id }) => id)).toEqual(["p2"]);
    expect(summary.extremes.map(({ case: id }) => id)).toEqual(["q", "q"]);
  });
});
