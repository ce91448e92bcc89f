import { expect, it } from "vitest";
import { summarizeCohort } from "../../../../src/cohort/summary/summarize-cohort.js";
import type { SummarizeOptions } from "../../../../src/cohort/summary/summary-options.js";
import { caseOf } from "../../../support/records.js";

/** Values of each model by case; null: none. */
type Values = Readonly<Record<string, readonly (number | null)[]>>;

/** A name, the values, whether small is better, the options, and the number and rank of each model. */
type Published = readonly [
  string,
  Values,
  boolean,
  SummarizeOptions,
  Readonly<Record<string, readonly [number, number]>>,
];

const ONE = { A1: [0.6], A2: [0.8] };
const TWO = { A1: [0.6, 0.4], A2: [0.8, 1.0] };
const LACKING = { A1: [null], A2: [0.8] };

/** Inputs and answers of the tests of challengeR 1.0.5 (revision beb3b67): `aggregateThenRank` and `rankThenAggregate`. */
const PUBLISHED: readonly Published[] = [
  ["mean, small is better", ONE, true, { rankBy: "mean" }, { A1: [0.6, 1], A2: [0.8, 2] }],
  ["mean, large is better", ONE, false, { rankBy: "mean" }, { A1: [0.6, 2], A2: [0.8, 1] }],
  ["mean of two cases", TWO, true, { rankBy: "mean" }, { A1: [0.5, 1], A2: [0.9, 2] }],
  ["median of two cases", TWO, true, { rankBy: "median" }, { A1: [0.5, 1], A2: [0.9, 2] }],
  ["ties share the smaller rank", { A1: [0.6], A2: [0.6] }, true, { rankBy: "mean" }, { A1: [0.6, 1], A2: [0.6, 1] }],
  ["mean rank, small is better", ONE, true, { rankBy: "ranks" }, { A1: [1, 1], A2: [2, 2] }],
  ["mean rank, large is better", ONE, false, { rankBy: "ranks" }, { A1: [2, 2], A2: [1, 1] }],
  ["mean rank of two cases", TWO, true, { rankBy: "ranks" }, { A1: [1, 1], A2: [2, 2] }],
  // challengeR ran with na.treat = 0; here 0 is the worst value of a ratio.
  ["a missing value is 0", LACKING, false, { rankBy: "mean" }, { A1: [0, 2], A2: [0.8, 1] }],
  ["a missing value has the worst rank", LACKING, false, { rankBy: "ranks" }, { A1: [2, 2], A2: [1, 1] }],
];

it.each(PUBLISHED)("ranks as challengeR does: %s", (_, values, smallIsBetter, options, wanted) => {
  const metric = smallIsBetter ? "sq_hd95" : "pq";
  const records = Object.entries(values).flatMap(([model, own]) =>
    own.flatMap((value, c) =>
      value === null
        ? []
        : [caseOf(`C${c + 1}`, { g: { iou: [value], fp: 0, fn: 0, also: { sq_hd95: value } } }, { model })],
    ),
  );
  // A model without any case is not known to take part: one more case that all have makes it known.
  const all = ["A1", "A2"].map((model) => caseOf("C0", { g: { iou: [0.5], fp: 0, fn: 0 } }, { model }));
  const isLacking = Object.values(values).flat().includes(null);
  const { ranks } = summarizeCohort(isLacking ? [...records, ...all] : records, {
    metrics: [metric],
    compare: [metric],
    resamples: 99,
    ...options,
  });
  for (const [model, [value, rank]] of Object.entries(wanted)) {
    const row = ranks.find((one) => one.model === model);
    expect(row?.rank, model).toBe(rank);
    // The case that both share adds 0.5 to either mean, and 1.5, the mean of two equal ranks, to either mean rank.
    const shared = options.rankBy === "ranks" ? 1.5 : 0.5;
    expect(row?.value, model).toBeCloseTo(isLacking ? (value + shared) / 2 : value, 12);
  }
});
