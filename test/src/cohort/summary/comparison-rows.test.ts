import { describe, expect, it } from "vitest";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { caseOf, failureOf } from "../../../support/records.js";
import { refusal } from "../../../support/refusal.js";

const FAST = { resamples: 99 } as const;
const OMIT = { ...FAST, missing: "omit" } as const;

/** Seven cases, `a` better than `b` by 1, 2, … 6 hundredths; the last is missing in `b`. */
function models() {
  return Array.from({ length: 7 }, (_, i) => {
    const columns = { site: i % 2 === 0 ? "x" : "y", patient: String(Math.floor(i / 2)) };
    const good = caseOf(`c${i}`, { g: { iou: [0.7 + (i + 1) / 100], fp: 0, fn: 0 } }, { model: "a", columns });
    const bad = caseOf(`c${i}`, { g: { iou: [0.7], fp: 0, fn: 0 } }, { model: "b", columns });
    return i < 6 ? [good, bad] : [good];
  }).flat();
}

describe("comparison of models", () => {
  it("counts a case that one model lacks as its worst", () => {
    const { comparisons, missing } = summarizeCohort(models(), FAST);
    expect(missing).toEqual([{ case: "c6", model: "b", cause: "missing" }]);
    expect(comparisons[0]).toMatchObject({ n_cases: 7, n_left_out: 0, better: "first", n_clusters: 7 });
    // The six hundredths of before, 0.21 together, and 0.77 − 0.
    expect(comparisons[0].difference).toBeCloseTo((0.21 + 0.77) / 7, 12);
    expect(comparisons[0].permutation_p).toBeCloseTo(2 / 128, 14);
  });

  it("compares on the cases that both have, if missing ones are omitted", () => {
    const { comparisons, ranks, warnings } = summarizeCohort(models(), OMIT);
    expect(warnings).toEqual([expect.stringMatching(/n of pq, sq, rq, rec, prec is a 7, b 6/)]);
    expect(comparisons).toHaveLength(1);
    const [row] = comparisons;
    expect(row).toMatchObject({ first: "a", second: "b", n_cases: 6, n_left_out: 1, better: "first" });
    expect(row.difference).toBeCloseTo(0.035, 12);
    // All six differences are positive: 2 of the 2⁶ assignments of signs are as extreme, in both tests.
    expect(row.wilcoxon_p).toBeCloseTo(2 / 64, 14);
    expect(row.permutation_p).toBeCloseTo(2 / 64, 14);
    expect(row.wilcoxon_p_holm).toBe(row.wilcoxon_p);
    expect(ranks.map(({ model, rank, rank_shares }) => ({ model, rank, rank_shares }))).toEqual([
      { model: "a", rank: 1, rank_shares: [1, 0] },
      { model: "b", rank: 2, rank_shares: [0, 1] },
    ]);
  });

  it("tests one difference of each cluster", () => {
    const [row] = summarizeCohort(models(), { ...OMIT, cluster: "patient" }).comparisons;
    expect(row).toMatchObject({ n_cases: 6, n_clusters: 3 });
    // Three clusters: 2 of 2³.
    expect(row.wilcoxon_p).toBe(2 / 8);
  });

  it("adjusts for the pairs of one family, and knows which direction is better", () => {
    const third = models()
      .filter(({ model }) => model === "b")
      .map((record) => ({ ...record, model: "c" }));
    const { comparisons } = summarizeCohort([...models(), ...third], { ...OMIT, compare: ["pq", "fp"] });
    const pq = comparisons.filter(({ metric }) => metric === "pq");
    expect(pq.map(({ first, second }) => `${first}${second}`)).toEqual(["ab", "ac", "bc"]);
    // b and c are alike: no difference, no p-value, and no part in the correction.
    expect(pq[2]).toMatchObject({ difference: 0, better: null, wilcoxon_p: Number.NaN, wilcoxon_p_holm: Number.NaN });
    expect(pq[0].wilcoxon_p_holm).toBeCloseTo((2 * 2) / 64, 14);
    expect(pq[0].permutation_p_holm).toBeCloseTo((3 * 2) / 64, 14);
    const fp = comparisons.filter(({ metric }) => metric === "fp");
    expect(fp.map(({ better }) => better)).toEqual([null, null, null]);
  });

  it("names best and worst cases, by case where they are equal", () => {
    const { extremes } = summarizeCohort(models(), { ...OMIT, worst: 2 });
    expect(extremes.map(({ model, end, place, case: id }) => `${model} ${end} ${place} ${id}`)).toEqual([
      "a best 1 c6",
      "a best 2 c5",
      "a worst 1 c0",
      "a worst 2 c1",
      "b best 1 c0",
      "b best 2 c1",
      "b worst 1 c0",
      "b worst 2 c1",
    ]);
  });
});

describe("a summary", () => {
  it("does not depend on the order of records", () => {
    const records = [...models(), failureOf("z")];
    const options = { ...FAST, by: "site", cluster: "patient" };
    const backwards = summarizeCohort([...records].reverse().slice(1), options);
    expect(backwards).toEqual(summarizeCohort(records.slice(0, -1), options));
  });

  it("says everything of each value of a column, after all together", () => {
    const summary = summarizeCohort(models(), { ...OMIT, by: "site" });
    expect(summary.counts.map(({ by, model, n_cases }) => `${by} ${model} ${n_cases}`)).toEqual([
      "null a 7",
      "null b 6",
      "x a 4",
      "x b 3",
      "y a 3",
      "y b 3",
    ]);
    expect(summary.comparisons.map(({ by }) => by)).toEqual([null, "x", "y"]);
  });

  it("adds up recall and precision by volume", () => {
    const bin = (low: number, high: number, n: number, matched: number) => ({
      low,
      high,
      n_ref_instances: n,
      n_matched_ref_instances: matched,
      rec: matched / n,
      n_pred_instances: n + 1,
      n_matched_pred_instances: matched,
      prec: matched / (n + 1),
    });
    const with_ = (...by_volume: unknown[]) => ({ iou: [0.9], fp: 0, fn: 0, also: { by_volume } });
    const infinity = Number.POSITIVE_INFINITY;
    const { by_volume } = summarizeCohort(
      [
        caseOf("a", { g: with_(bin(0, 50, 3, 1), bin(50, infinity, 2, 2)) }),
        caseOf("b", { g: with_(bin(0, 50, 1, 1), bin(50, infinity, 0, 0)) }),
      ],
      FAST,
    );
    expect(by_volume).toMatchObject([
      { low: 0, high: 50, n_ref_instances: 4, rec: 2 / 4, n_pred_instances: 6, prec: 2 / 6 },
      { low: 50, high: infinity, n_ref_instances: 2, rec: 1, n_pred_instances: 4, prec: 2 / 4 },
    ]);
  });

  it("says nothing of no cases", () => {
    expect(summarizeCohort([])).toMatchObject({ counts: [], metrics: [], comparisons: [], ranks: [], extremes: [] });
    expect(summarizeCohort([failureOf("a")], FAST).failures).toHaveLength(1);
  });
});

describe("what is refused", () => {
  it.each([
    [{ seeds: 1 }, /Unknown option "seeds". Did you mean "seed"\?/],
    [{ metrics: ["sq_dcs"] }, /Unknown metric "sq_dcs". Did you mean "sq_dsc"\?/],
    [{ metrics: ["sq_hd95"] }, /The results have no sq_hd95/],
    [{ compare: ["sq_rvd"] }, /Option compare is sq_rvd, but must be a metric of which one end is better/],
    [{ by: "sight" }, /Option by is "sight", but case c0 has the columns site, patient/],
    [{ cluster: "subject" }, /Option cluster is "subject"/],
    [{ subject: "subject" }, /Option subject is "subject"/],
    [{ resamples: 10 }, /Option resamples is 10, but must be a whole number, at least 99/],
    [{ confidence: 95 }, /Option confidence is 95, but must be between 0 and 1/],
    [{ seed: 0.5 }, /Option seed is 0.5/],
    [{ worst: -1 }, /Option worst is -1/],
    [{ missing: "drop" }, /Option missing is drop, but must be one of worst, omit, refuse/],
    [{ worstDistance: -3 }, /Option worstDistance is -3, but must be diagonal, or a finite number/],
    [{ rankBy: "elo" }, /Option rankBy is elo/],
    [{ margin: 0 }, /Option margin is 0/],
    [{ alpha: 5 }, /Option alpha is 5/],
    [{ interval: "t" }, /Option interval is t, but must be one of bca, percentile, basic/],
  ])("%j", async (options, message) => {
    await refusal(() => summarizeCohort(models(), { ...FAST, ...(options as object) }), "INVALID_OPTION", message);
  });

  it("two records of one case", async () => {
    const twice = [...models(), models()[0]];
    await refusal(() => summarizeCohort(twice, FAST), "INVALID_FILE", /^There are two records of case c0 by a\./);
  });
});
