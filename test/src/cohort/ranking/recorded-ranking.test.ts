import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kendallTau } from "../../../../src/cohort/statistics/ranks.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import type { SummarizeOptions } from "../../../../src/cohort/summary/summary-options.js";
import type { ComparisonRow } from "../../../../src/cohort/summary/summary-types.js";
import { caseOf } from "../../../support/records.js";

type Group = "g" | "h";
interface Pair {
  readonly first: string;
  readonly second: string;
  readonly difference: number;
  readonly wilcoxon_p: number;
  readonly wilcoxon_p_holm: number;
  readonly permutation_p: number;
  readonly permutation_p_holm: number;
  readonly permutation_p_step_down: number;
  /** One-sided, of the difference plus and less the margin. */
  readonly above: number;
  readonly below: number;
  readonly equivalence_p: number;
  readonly equivalence_p_holm: number;
}
interface Agreement {
  readonly reference: readonly number[];
  readonly prediction: readonly number[];
  readonly n: number;
  readonly bias: number;
  readonly sd: number;
  readonly limit_low: number;
  readonly limit_high: number;
}
interface Recorded {
  readonly models: readonly string[];
  readonly patients: readonly string[];
  readonly margin: number;
  readonly values: Readonly<Record<Group, Readonly<Record<string, readonly number[]>>>>;
  readonly case: Readonly<Record<Group, readonly Pair[]>>;
  readonly cluster: Readonly<Record<Group, readonly Pair[]>>;
  readonly case_of_clusters: Readonly<Record<Group, readonly Pair[]>>;
  readonly case_family_all: { readonly wilcoxon_p_holm: number[]; readonly permutation_p_holm: number[] };
  readonly cluster_family_all: { readonly wilcoxon_p_holm: number[]; readonly permutation_p_holm: number[] };
  readonly means_by_cluster: Readonly<Record<Group, Readonly<Record<string, number>>>>;
  readonly kendall: readonly { readonly x: number[]; readonly y: number[]; readonly tau: number }[];
  readonly agreement: { readonly instances: Agreement; readonly voxels: Agreement };
}

/** Made by NumPy and SciPy, as the file says. */
const RECORDED: Recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../fixtures/golden/ranking/recorded.json"), "utf8"),
);
const { values, models, patients, margin } = RECORDED;

const records = models.flatMap((model) =>
  patients.map((patient, c) => {
    const groups = Object.fromEntries(
      (["g", "h"] as const).map((group) => [group, { iou: [values[group][model][c]], fp: 0, fn: 0 }]),
    );
    return caseOf(`c${c}`, groups, { model, columns: { patient } });
  }),
);

function compare(options: SummarizeOptions) {
  return summarizeCohort(records, { metrics: ["pq"], resamples: 99, margin, test: "maxt", ...options });
}

function expectPairs(rows: readonly ComparisonRow[], group: Group, wanted: readonly Pair[]): void {
  const own = rows.filter((row) => row.group === group);
  expect(own.map(({ first, second }) => [first, second])).toEqual(wanted.map(({ first, second }) => [first, second]));
  own.forEach((row, i) => {
    const { first, second, above, below, ...numbers } = wanted[i];
    for (const [key, value] of Object.entries(numbers)) {
      expect(row[key as keyof typeof numbers], `${key} of ${first} − ${second} in ${group}`).toBeCloseTo(value, 12);
    }
    // More is better: the first is not worse if the difference is above −margin, the second if it is below.
    expect(row.noninferior_first_p).toBeCloseTo(above, 12);
    expect(row.noninferior_second_p).toBeCloseTo(below, 12);
  });
}

describe("comparisons agree with SciPy", () => {
  it.each(["g", "h"] as const)("over cases: group %s", (group) => {
    const { comparisons } = compare({});
    expect(comparisons.every((row) => row.permutation_method === "exact")).toBe(true);
    expectPairs(comparisons, group, RECORDED.case[group]);
  });

  it.each(["g", "h"] as const)("over patients that weigh alike: group %s", (group) => {
    const { comparisons, metrics, ranks } = compare({ cluster: "patient", weight: "cluster" });
    expectPairs(comparisons, group, RECORDED.cluster[group]);
    for (const model of models) {
      const mean = RECORDED.means_by_cluster[group][model];
      const of = <Row extends { readonly group: string; readonly model: string | null }>(rows: readonly Row[]) =>
        rows.find((row) => row.group === group && row.model === model);
      expect(of(metrics)?.mean).toBeCloseTo(mean, 14);
      expect(of(ranks)?.value).toBeCloseTo(mean, 14);
    }
  });

  it.each(["g", "h"] as const)("over cases that weigh alike, patients drawn whole: group %s", (group) => {
    expectPairs(compare({ cluster: "patient" }).comparisons, group, RECORDED.case_of_clusters[group]);
  });

  it("adjusted over all groups at once", () => {
    for (const [options, wanted] of [
      [{}, RECORDED.case_family_all],
      [{ cluster: "patient", weight: "cluster" }, RECORDED.cluster_family_all],
    ] as const) {
      const { comparisons } = compare({ family: "all", ...options });
      expect(comparisons).toHaveLength(12);
      comparisons.forEach((row, i) => {
        expect(row.wilcoxon_p_holm).toBeCloseTo(wanted.wilcoxon_p_holm[i], 12);
        expect(row.permutation_p_holm).toBeCloseTo(wanted.permutation_p_holm[i], 12);
      });
    }
  });

  it("in one row: mean of the differences, difference of the means, and the numbers of the leaderboard", () => {
    for (const weight of ["case", "cluster"] as const) {
      const { comparisons, ranks } = compare({ cluster: "patient", weight });
      for (const row of comparisons) {
        expect(row.mean_first - row.mean_second).toBeCloseTo(row.difference, 12);
        const own = ranks.find(({ model, group }) => model === row.first && group === row.group);
        expect(own?.value).toBeCloseTo(row.mean_first, 12);
        expect(row.difference_low).toBeLessThan(row.difference);
        expect(row.difference_high).toBeGreaterThan(row.difference);
      }
    }
  });
});

it.each(RECORDED.kendall)("Kendall's τ agrees with SciPy: τ = $tau", ({ x, y, tau }) => {
  expect(kendallTau(x, y)).toBeCloseTo(tau, 14);
});

it("bias and limits of agreement of counts and volumes agree with NumPy", () => {
  const { instances, voxels } = RECORDED.agreement;
  const cases = instances.reference.map((_, c) => {
    const also = {
      n_ref_instances: instances.reference[c],
      n_pred_instances: instances.prediction[c],
      global_bin_volume_ref: voxels.reference[c],
      global_bin_volume_pred: voxels.prediction[c],
    };
    const made = caseOf(`c${c}`, { g: { iou: [0.5], fp: 0, fn: 0, also } });
    // 0.5 × 2 × 2.5 = 2.5 mm³ a voxel.
    const input = { ...made.inputs.reference, spacing: [0.5, 2, 2.5] };
    return { ...made, inputs: { reference: input, prediction: input } };
  });
  const { agreement } = summarizeCohort(cases, { metrics: ["pq"], resamples: 99 });
  for (const [quantity, wanted] of [
    ["instances", instances],
    ["volume", voxels],
  ] as const) {
    const row = agreement.find((one) => one.quantity === quantity);
    expect(row?.n).toBe(wanted.n);
    for (const key of ["bias", "sd", "limit_low", "limit_high"] as const)
      expect(row?.[key]).toBeCloseTo(wanted[key], 9);
  }
});
