import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaseRecord } from "../../../../src/cohort/case-record.js";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import { summaryToText } from "../../../../src/cohort/summary/text/summary-text.js";
import { distinct, halfSubmitted, healthy, lazy, pqOf, shuffled, teams } from "../../../support/cohort-traps.js";
import { caseOf } from "../../../support/records.js";

function expectWinner(records: readonly CaseRecord[], winner: string, metrics: readonly string[], cases: number): void {
  for (const seed of [0, 3]) {
    const summary = summarizeCohort(shuffled(records, seed), { compare: metrics, seed, resamples: 999 });
    for (const metric of metrics) {
      const means = summary.metrics.filter((row) => row.metric === metric && row.model !== null);
      const best = [...means].sort((a, b) => (a.direction === "lower" ? a.mean - b.mean : b.mean - a.mean))[0];
      expect(best.model, metric).toBe(winner);
      expect(new Set(means.map(({ n }) => n))).toEqual(new Set([cases]));
      const [first, second] = summary.ranks.filter((row) => row.metric === metric);
      expect(first).toMatchObject({ model: winner, rank: 1, n_cases: cases });
      expect(first.rank_shares[0]).toBeGreaterThan(0.9);
      expect(first.better_than).toEqual([second.model]);
      const [comparison] = summary.comparisons.filter((row) => row.metric === metric);
      expect(comparison[comparison.better ?? "first"]).toBe(winner);
      expect(comparison.wilcoxon_p).toBeLessThan(0.05);
      expect(comparison.permutation_p).toBeLessThan(0.05);
      expect(comparison.n_left_out).toBe(0);
    }
    expect(summary.warnings).toEqual([]);
  }
}

describe("a false alarm in every healthy scan", () => {
  it.each([
    [6, 6],
    [4, 9],
    [10, 10],
  ])("loses: %i sick, %i healthy", async (sick, well) => {
    const records = await healthy(sick, well);
    expectWinner(records, "careful", ["pq", "sq_hd95", "rec", "global_bin_dsc", "autc_pq"], sick + well);
    const summary = summarizeCohort(records, { worst: well, resamples: 99 });
    const worst = summary.extremes.filter(({ end, model }) => end === "worst" && model === "alarmist");
    expect(new Set(worst.map(({ case: id }) => id))).toEqual(
      new Set(Array.from({ length: well }, (_, i) => `c${sick + i}`)),
    );
    expect(summary.policy).toMatchObject([
      { model: "alarmist", n_cases: sick + well, n_measured: sick, n_false_alarm: well, n_correct_empty: 0 },
      { model: "careful", n_cases: sick + well, n_measured: sick, n_false_alarm: 0, n_correct_empty: well },
    ]);
  });
});

describe("a model that predicts nothing where it is hard", () => {
  it.each([9, 12])("loses every metric of %i cases, and those are its worst cases", async (cases) => {
    const records = await lazy(cases);
    expectWinner(records, "honest", ["pq", "sq_hd95", "global_bin_cedi", "prec", "autc_pq"], cases);
    const { extremes } = summarizeCohort(records, { compare: ["sq_hd95"], worst: 1, resamples: 99 });
    // The grid is 16 × 16 voxels of 1 mm and 16 of 2 mm.
    const worst = extremes.find(({ model, end }) => model === "lazy" && end === "worst");
    expect(worst).toMatchObject({ value: Math.hypot(16, 16, 32) });
    expect(worst?.case).toBe(cases > 10 ? "c10" : "c2");
  });

  it("counts a distance across the grid, or the number that a challenge has agreed on", async () => {
    const records = await lazy(6);
    const hd95 = (worstDistance: "diagonal" | number) =>
      summarizeCohort(records, {
        metrics: ["sq_hd95"],
        compare: ["sq_hd95"],
        worstDistance,
        resamples: 99,
      }).metrics.find(({ model }) => model === "lazy")?.mean;
    expect(hd95("diagonal")).toBeCloseTo((4 * Math.hypot(16, 16, 32)) / 6, 12);
    expect(hd95(374)).toBeCloseTo((4 * 374) / 6, 12);
  });
});

describe("a model that submits half of the cases", () => {
  it.each([20, 8])("comes last and leaves the order of the others: %i cases", (cases) => {
    const half = cases / 2;
    const { two, third } = halfSubmitted(cases);
    for (const rankBy of ["mean", "median", "quantile"] as const) {
      const order = (records: readonly CaseRecord[]) =>
        summarizeCohort(shuffled(records, 5), { rankBy, resamples: 99 }).ranks.map(({ model }) => model);
      expect(order([...two, ...third]).filter((model) => model !== "C")).toEqual(order(two));
    }
    const summary = summarizeCohort([...two, ...third], { resamples: 99 });
    expect(summary.ranks.map(({ model }) => model)).toEqual(["A", "B", "C"]);
    expect(summary.missing).toHaveLength(half);
    expect(summary.notes[0]).toContain(`${half} predictions by C are missing`);
    const old = summarizeCohort([...two, ...third], { undefined: "omit", resamples: 99 });
    expect(old.ranks[0]).toMatchObject({ model: "C", n_cases: half });
    expect(old.warnings[0]).toMatch(/The models’ means are of different cases/);
    // Above everything, and next to the ranks; nowhere if every model has every case.
    const said = (one: typeof old) => [...summaryToText(one).matchAll(/Warning: (\w+ \w+)/g)].map(([, words]) => words);
    expect(said(old)).toEqual(["The models", "over the"]);
    expect(said(summary)).toEqual([]);
  });

  it("is refused if that is asked for, by name", () => {
    const records = [pqOf("A", 1, 0.5), pqOf("A", 2, 0.5), pqOf("B", 1, 0.5)];
    expect(() => summarizeCohort(records, { missing: "refuse" })).toThrowError(
      /1 predictions.*c002 \(B\).*--missing worst or --missing omit\)/,
    );
  });
});

describe("forty models that differ beyond doubt", () => {
  it.each([
    [40, 30, 1],
    [25, 18, 9],
  ])("are distinguished by every test: %i models, %i cases, seed %i", (models, cases, seed) => {
    const records = distinct(models, cases, seed);
    const { comparisons, ranks } = summarizeCohort(records, { metrics: ["pq"], resamples: 999, seed, test: "maxt" });
    expect(comparisons).toHaveLength((models * (models - 1)) / 2);
    expect(Math.max(...comparisons.map(({ permutation_p_holm }) => permutation_p_holm))).toBeLessThan(0.05);
    expect(Math.max(...comparisons.map(({ wilcoxon_p_holm }) => wilcoxon_p_holm))).toBeLessThan(0.05);
    expect(Math.max(...comparisons.map(({ permutation_p_step_down }) => permutation_p_step_down))).toBeLessThan(0.05);
    expect(ranks.map(({ model }) => model)).toEqual(Array.from({ length: models }, (_, m) => `t${m}`));
    expect(ranks[0].better_than).toHaveLength(models - 1);
  });

  it("cannot be told apart by three cases, which is said", () => {
    const records = [0, 1, 2].flatMap((m) => [0, 1, 2].map((c) => pqOf(`t${m}`, c, 0.9 - 0.1 * m - 0.01 * c)));
    const { notes } = summarizeCohort(records, { resamples: 99 });
    // Three differences of one sign: 2 of 2³; times three comparisons.
    expect(notes).toContainEqual(
      expect.stringMatching(/No difference of pq in g can .* smallest p is 0\.25, and 0\.75 once/),
    );
  });
});

describe("a challenge with sites, patients, empty references, missing and broken files", () => {
  it.each([
    [5, 36, 6, 1],
    [8, 24, 3, 2],
  ])("is won by the best team: %i teams, %i cases, %i missing, seed %i", (count, cases, missing, seed) => {
    const records = shuffled(teams(count, cases, missing, seed), seed);
    for (const rankBy of ["mean", "ranks", "median", "quantile", "test"] as const) {
      const {
        ranks,
        missing: lacking,
        policy,
      } = summarizeCohort(records, { rankBy, cluster: "patient", resamples: 199 });
      expect(ranks[0]).toMatchObject({ model: "team0", rank: 1, n_cases: cases, n_missing: 0 });
      expect(ranks[0].better_than).toContain(`team${count - 1}`);
      expect(ranks.find(({ model }) => model === "team1")?.n_missing).toBe(missing);
      expect(lacking).toHaveLength(missing + 1);
      expect(lacking).toContainEqual({ case: "c007", model: "team2", cause: "unreadable" });
      expect(policy.every(({ n_cases }) => n_cases === cases)).toBe(true);
    }
    // Without its first cases team 1 would be better than with them at their worst.
    const of = (choice: "worst" | "omit") =>
      summarizeCohort(records, { missing: choice, resamples: 99 }).metrics.find(
        ({ model, metric }) => model === "team1" && metric === "pq",
      );
    expect(of("worst")?.n).toBe(cases);
    expect(of("omit")?.n).toBe(cases - missing);
    expect(of("worst")?.mean).toBeLessThan(of("omit")?.mean ?? 0);
    // The same by site: every stratum has every case of every team.
    const { consensus, metrics } = summarizeCohort(records, { by: "site", resamples: 99 });
    expect(consensus[0]).toMatchObject({ over: "strata", model: "team0", rank: 1 });
    expect(new Set(metrics.filter((row) => row.by !== null).map(({ n }) => n))).toEqual(new Set([cases / 3]));
  });
});

/** Records of a few models over the same cases: scores, or empty predictions, or none at all. */
const cohorts = fc.array(
  fc.array(fc.oneof(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.constant("empty"), fc.constant("missing")), {
    minLength: 5,
    maxLength: 5,
  }),
  { minLength: 2, maxLength: 4 },
);
type Cell = number | "empty" | "missing";

/** A model without any record is not there: each has one more case, alike for all. */
function recordsOf(models: readonly (readonly Cell[])[]): CaseRecord[] {
  const groupOf = (cell: number | "empty") =>
    cell === "empty" ? { iou: [], fp: 0, fn: 1 } : { iou: [cell], fp: 0, fn: 0 };
  const all = models.flatMap((cells, m) =>
    [...cells, 0.5].flatMap((cell, c) =>
      cell === "missing" ? [] : [caseOf(`c${c}`, { g: groupOf(cell) }, { model: `m${m}` })],
    ),
  );
  // A case that nobody has is not known to exist.
  const everything = [0, 1, 2, 3, 4, 5].map((c) => caseOf(`c${c}`, { g: groupOf(0.5) }, { model: "z" }));
  return [...all, ...everything];
}

function ranksOf(records: readonly CaseRecord[], metric: string): Map<string, number> {
  const { ranks } = summarizeCohort(records, { metrics: [metric], compare: [metric], resamples: 99 });
  return new Map(ranks.map(({ model, rank }) => [model ?? "", rank]));
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the model is not ranked");
  return value;
}

describe("under any results", () => {
  it("another model never changes the order of two", () => {
    fc.assert(
      fc.property(cohorts, fc.constantFrom("pq", "rec", "prec"), (models, metric) => {
        const [all, fewer] = [ranksOf(recordsOf(models), metric), ranksOf(recordsOf(models.slice(0, -1)), metric)];
        expect(fewer.size).toBe(models.length);
        for (const [a, rankA] of fewer) {
          for (const [b, rankB] of fewer) {
            expect(Math.sign(found(all.get(a)) - found(all.get(b)))).toBe(Math.sign(rankA - rankB));
          }
        }
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it("an empty or missing prediction in place of one never improves a rank", () => {
    fc.assert(
      fc.property(
        cohorts,
        fc.nat(4),
        fc.constantFrom("empty", "missing"),
        fc.constantFrom("pq", "sq", "rec", "prec"),
        (models, place, worse, metric) => {
          const changed = [models[0].map((cell, c) => (c === place ? (worse as Cell) : cell)), ...models.slice(1)];
          const [before, after] = [ranksOf(recordsOf(models), metric), ranksOf(recordsOf(changed), metric)];
          expect(after.get("m0")).toBeGreaterThanOrEqual(found(before.get("m0")));
        },
      ),
      { seed: 12, numRuns: 60 },
    );
  });

  it("a copy of a model ties with it by every scheme", () => {
    fc.assert(
      fc.property(cohorts, fc.constantFrom("mean", "ranks", "median", "quantile", "test"), (models, rankBy) => {
        const records = recordsOf([...models, models[0]]);
        const { ranks } = summarizeCohort(records, { metrics: ["pq"], rankBy: rankBy as "mean", resamples: 99 });
        const of = (model: string) => found(ranks.find((row) => row.model === model));
        const copy = `m${models.length}`;
        expect(of(copy).rank).toBe(of("m0").rank);
        expect(of(copy).value).toBe(of("m0").value);
        expect(of(copy).better_than.includes("m0")).toBe(false);
      }),
      { seed: 13, numRuns: 40 },
    );
  });
});
