import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DETECTION_KEYS, DetectionSample } from "../../../../src/cohort/maps/detection-sample.js";
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
  const { lesion_ap, froc_score, case_auroc, case_ap, picai_score, lesion_f1, lesion_tp, lesion_fp } = scores;
  return [
    ...[lesion_ap, froc_score, case_auroc, case_ap, picai_score, lesion_f1],
    ...[lesion_tp / scores.n_lesions, lesion_fp / scores.n_cases, ...scores.froc_sens],
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
          if (drawn.length === 0) return;
          // No false positive per case without a lesion can be told where every case has one.
          if (own.fpPer === "negative" && drawn.every(({ lesions }) => lesions.length > 0)) return;
          if (drawn.every(({ lesions }) => lesions.length === 0)) return;
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
});
