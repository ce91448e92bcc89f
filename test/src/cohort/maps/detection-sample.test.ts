import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DETECTION_COUNTS, DETECTION_KEYS, DetectionSample } from "../../../../src/cohort/maps/detection-sample.js";
import { type DetectionCase, detectionScores } from "../../../../src/maps/detection/detection-scores.js";
import { SEEDED } from "../../../support/volumes.js";

const confidence = fc.constantFrom(0.1, 0.2, 0.5, 0.5001, 0.9);
const cases = fc.array(
  fc.record({
    candidates: fc.array(
      fc.record({ confidence, fate: fc.constantFrom("hit" as const, "false positive" as const, "ignored" as const) }),
      { maxLength: 5 },
    ),
    lesions: fc.array(fc.record({ confidence: fc.option(confidence) }), { maxLength: 3 }),
    caseScore: confidence,
  }),
  { minLength: 1, maxLength: 8 },
);
const rules = fc.record({
  frocRates: fc.constantFrom([0.125, 0.25, 0.5, 1, 2, 4, 8], [0, 0.6, 1.1]),
  frocInterpolation: fc.constantFrom("step" as const, "linear" as const),
  fpPer: fc.constantFrom("cases" as const, "negative" as const),
  operatingThreshold: fc.constantFrom(null, 0.2, 0.6),
});

function plain(drawn: readonly DetectionCase[], options: Parameters<typeof detectionScores>[1]): number[] {
  const scores = detectionScores(drawn, options);
  const { lesion_ap, froc_score, case_auroc, case_ap, picai_score, lesion_f1, lesion_tp, lesion_fp, lesion_fn } =
    scores;
  return [
    ...[lesion_ap, froc_score, case_auroc, case_ap, picai_score, lesion_f1],
    ...[lesion_tp / scores.n_lesions, lesion_fp / scores.n_cases, lesion_tp, lesion_fp, lesion_fn, ...scores.froc_sens],
  ];
}

describe("cases weighed anew", () => {
  it("score as the same cases listed as often as they were drawn", () => {
    fc.assert(
      fc.property(
        cases,
        rules,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }),
        (all, own, draw) => {
          const options = { ...own, caseScore: "max" as const };
          const weights = draw.slice(0, all.length);
          const drawn = all.flatMap((one, i) => Array.from({ length: weights[i] }, () => one));
          const sample = new DetectionSample(
            all,
            all.map((_, i) => i),
            all.length,
            options,
          );
          const found = sample.weigh(weights);
          expect(found.length).toBe(DETECTION_KEYS.length + own.frocRates.length);
          plain(drawn, options).forEach((value, i) => {
            if (Number.isNaN(value)) expect(found[i]).toBeNaN();
            else expect(found[i]).toBeCloseTo(value, 12);
          });
        },
      ),
      { ...SEEDED, numRuns: 500 },
    );
  });

  const found = {
    candidates: [{ confidence: 0.9, fate: "hit" as const }],
    lesions: [{ confidence: 0.9 }],
    caseScore: 0.9,
  };
  const healthy = { candidates: [], lesions: [], caseScore: 0.1 };

  it.each(["step", "linear"] as const)("have no FROC (%s) of draws without the cases that its rates count", (how) => {
    const options = { frocRates: [1, 2], frocInterpolation: how, fpPer: "negative", operatingThreshold: null } as const;
    const sample = new DetectionSample([found, healthy], [0, 1], 2, { ...options, caseScore: "max" });
    const rates = DETECTION_KEYS.length;
    expect([...sample.weigh([1, 1]).subarray(rates)]).toEqual([1, 1]);
    // No case without a lesion: false positives per such case are no number, found lesions or not.
    expect([...sample.weigh([1, 0]).subarray(rates)]).toEqual([Number.NaN, Number.NaN]);
    expect(detectionScores([found], options)).toMatchObject({
      froc_sens: [Number.NaN, Number.NaN],
      froc_score: Number.NaN,
    });
    // No lesion: no sensitivity.
    expect([...sample.weigh([0, 1]).subarray(rates)]).toEqual([Number.NaN, Number.NaN]);
    // Without cases there is nothing but counts.
    const empty = [...sample.weigh([0, 0])];
    expect(
      empty.filter((value, i) => !Object.is(value, DETECTION_COUNTS.has(DETECTION_KEYS[i]) ? 0 : Number.NaN)),
    ).toEqual([]);
  });
});
