import { describe, expect, it } from "vitest";
import type { CandidateRow, DetectionResult } from "../../../../src/maps/detection/detect-lesions.js";
import { type DetectionScores, detectionScores } from "../../../../src/maps/detection/detection-scores.js";
import { evaluateMap } from "../../../../src/maps/evaluate-map.js";
import { resolveMapOptions } from "../../../../src/maps/options/resolve.js";
import type { MapOptions } from "../../../../src/maps/options/types.js";
import { HAS_MAP_PACK, type PackNumber, packCases, packJson, packVolume } from "../../../support/maps/golden-maps.js";

interface CaseAnswer {
  readonly case_score: number;
  readonly candidates: readonly {
    readonly confidence: number;
    readonly voxels: number;
    readonly peak: number;
    readonly first_voxel: number;
    readonly fate: string;
    readonly lesion: number | null;
    readonly score: number;
  }[];
  readonly lesions: readonly { readonly label: number; readonly voxels: number; readonly confidence: number | null }[];
}

interface CohortAnswer {
  readonly n_cases: number;
  readonly n_lesions: number;
  readonly curve: readonly (readonly PackNumber[])[];
  readonly ap: PackNumber;
  readonly rates: readonly number[];
  readonly sensitivity_step: readonly PackNumber[];
  readonly sensitivity_linear: readonly PackNumber[];
  readonly froc_score: PackNumber;
  readonly froc_score_linear: PackNumber;
  readonly case_auroc: PackNumber;
  readonly case_ap: PackNumber;
}

interface DetectionAnswer {
  readonly options: MapOptions & { readonly candidates: "components" | "peaks" };
  readonly cases: readonly CaseAnswer[];
  readonly cohort: CohortAnswer;
}

interface CohortFile {
  readonly cases: readonly { readonly shape: readonly number[]; readonly map: string; readonly reference: string }[];
  readonly answers: readonly DetectionAnswer[];
}

function expectNumber(found: number, wanted: PackNumber, what: string): void {
  if (Number.isFinite(Number(wanted))) expect(Math.abs(found - Number(wanted)), what).toBeLessThan(1e-9);
  else expect(found, what).toBe(Number(wanted));
}

function expectCase(found: DetectionResult, wanted: CaseAnswer): void {
  expect(found.case_score).toBe(wanted.case_score);
  const plain = ({ confidence, voxels, peak_voxel, first_voxel, fate, lesion }: CandidateRow) => {
    return { confidence, voxels, peak: peak_voxel, first_voxel, fate, lesion };
  };
  expect(found.candidates.map(plain)).toEqual(wanted.candidates.map(({ score: _, ...rest }) => rest));
  found.candidates.forEach(({ score }, i) => {
    expectNumber(score, wanted.candidates[i].score, `score of candidate ${i}`);
  });
  expect(found.lesions.map(({ lesion, voxels, confidence }) => ({ label: lesion, voxels, confidence }))).toEqual(
    wanted.lesions,
  );
}

function expectCohort(step: DetectionScores, linear: DetectionScores, wanted: CohortAnswer): void {
  expect([step.n_cases, step.n_lesions]).toEqual([wanted.n_cases, wanted.n_lesions]);
  expect(step.froc.length).toBe(wanted.curve.length);
  step.froc.forEach(({ confidence, rate, sensitivity }, i) => {
    const [at, fp, found] = wanted.curve[i];
    expect(confidence).toBe(Number(at));
    expectNumber(rate, fp, `rate at ${at}`);
    expectNumber(sensitivity, found, `sensitivity at ${at}`);
  });
  expectNumber(step.lesion_ap, wanted.ap, "ap");
  step.froc_sens.forEach((found, i) => {
    expectNumber(found, wanted.sensitivity_step[i], `step at ${wanted.rates[i]}`);
  });
  linear.froc_sens.forEach((found, i) => {
    expectNumber(found, wanted.sensitivity_linear[i], `linear at ${wanted.rates[i]}`);
  });
  expectNumber(step.froc_score, wanted.froc_score, "froc_score");
  expectNumber(linear.froc_score, wanted.froc_score_linear, "froc_score_linear");
  expectNumber(step.case_auroc, wanted.case_auroc, "case_auroc");
  expectNumber(step.case_ap, wanted.case_ap, "case_ap");
}

describe.runIf(HAS_MAP_PACK || process.env.CI === "true")("detection of the golden pack", () => {
  it.each(packCases("detection"))("%s", async (name) => {
    const { cases, answers } = packJson<CohortFile>(`detection/${name}/answers.json`);
    for (const answer of answers) {
      const options = { ...optionsOf(answer.options), kind: "probability", detection: true } as const;
      const found: DetectionResult[] = [];
      for (const [i, each] of cases.entries()) {
        const volume = (file: string) => packVolume(`detection/${name}/${file}`, each);
        const { groups } = await evaluateMap({ map: volume(each.map), reference: volume(each.reference) }, options);
        const group = Object.values(groups)[0] as DetectionResult;
        expectCase(group, answer.cases[i]);
        found.push(group);
      }
      const rows = found.map(({ case_score, ...rest }) => ({ ...rest, caseScore: case_score }));
      const step = detectionScores(rows, resolveMapOptions(options));
      const linear = detectionScores(rows, resolveMapOptions({ ...options, frocInterpolation: "linear" }));
      expectCohort(step, linear, answer.cohort);
    }
  });
});

/** The options of an answer; null stands for one that is not given. */
function optionsOf(options: DetectionAnswer["options"]): MapOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
}
