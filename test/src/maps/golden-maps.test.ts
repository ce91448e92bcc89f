import { describe, expect, it } from "vitest";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../../src/maps/options/types.js";
import type { MapGroupResult } from "../../../src/maps/results/map-result.js";
import {
  HAS_MAP_PACK,
  MAP_PACK,
  type PackNumber,
  packCases,
  packJson,
  packVolume,
} from "../../support/maps/golden-maps.js";

interface MapAnswer {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly slope: number;
  readonly intercept: number;
  readonly map: string;
  readonly reference: string;
  readonly mask?: string;
  readonly options: MapOptions;
  readonly n_nan: number;
  readonly n_nan_reference: number;
  readonly answers: Readonly<Record<string, PackNumber>> & {
    readonly n_components_by_threshold?: readonly (readonly [number, number])[];
    readonly instance_rows?: readonly Readonly<Record<string, number>>[];
    readonly reliability?: readonly (readonly PackNumber[])[];
  };
}

/** Answers that another test checks, or that depend on choices of the pack. */
const ELSEWHERE = /^(emd|n_components_by_threshold|instance_rows|mass_ratio_signed|rank_accuracy_nonzero|reliability)/;

/** Counts and thresholds are exact; areas and ratios are within this, log losses within 1e-7. */
const TOLERANCE = 1e-9;
const EXACT = /^(n_|best_dice_threshold|rank_accuracy_ties|top_.*|pointing_hit)/;

function expectScore(group: MapGroupResult, key: string, expected: PackNumber, scale = 1): void {
  const found = group[key];
  const wanted = Number(expected);
  if (Number.isNaN(wanted)) {
    expect(found, key).toBeNaN();
    expect(typeof group[`${key}_reason`], `${key}_reason`).toBe("string");
  } else if (EXACT.test(key)) expect(found, key).toBe(wanted);
  else
    expect(Math.abs(Number(found) - wanted), `${key}: ${found} for ${wanted}`).toBeLessThanOrEqual(
      key === "log_loss" || key === "kl" ? 1e-7 : TOLERANCE * scale,
    );
}

function expectInstances(
  { instance_curve: curve = [] }: MapGroupResult,
  { n_components_by_threshold: counts = [], instance_rows: rows = [] }: MapAnswer["answers"],
): void {
  const counted = curve.map(({ threshold, n_components }) => [threshold, n_components]);
  if (counts.length > 0) expect(counted.toReversed()).toEqual(counts);
  for (const row of rows) {
    const found: Readonly<Record<string, number>> = { ...curve.find(({ threshold }) => threshold === row.threshold) };
    for (const [key, wanted] of Object.entries(row)) expect(found[key], key).toBeCloseTo(wanted, 9);
  }
}

describe.runIf(HAS_MAP_PACK || process.env.CI === "true")("maps of the golden pack", () => {
  it("is there, whole", () => {
    expect(HAS_MAP_PACK, MAP_PACK).toBe(true);
    expect([packCases("maps").length, packCases("detection").length]).toEqual([36, 12]);
  });

  it.each(packCases("maps"))("%s", async (name) => {
    const answer = packJson<MapAnswer>(`maps/${name}/answers.json`);
    const { answers, options, slope, intercept } = answer;
    const volume = (file: string) => packVolume(`maps/${name}/${file}`, answer);
    const inputs = {
      map: { ...volume(answer.map), slope, intercept },
      reference: volume(answer.reference),
      ...(answer.mask !== undefined && { mask: volume(answer.mask) }),
    };
    const instances = answers.autc_pq !== undefined;
    const result = await evaluateMap(inputs, { ...options, instances, curvePoints: 100_000 });
    expect(result.domain.n_nan).toBe(answer.n_nan);
    expect(result.domain.n_nan_reference).toBe(answer.n_nan_reference);
    const group = result.groups.ungrouped;
    const compared = Object.keys(answers).filter((key) => !ELSEWHERE.test(key));
    for (const key of compared) {
      // Sums over 60 decades are right relative to their size only.
      const isSum = /^(mass$|mass_reference|mean)/.test(key);
      expectScore(group, key, answers[key], isSum ? Math.max(1, Math.abs(Number(answers[key]))) : 1);
    }
    expect(compared.length).toBeGreaterThan(25);
    answers.reliability?.forEach((bin, i) => {
      bin.forEach((wanted, part) => {
        const found = group.reliability?.[i][part] ?? Number.NaN;
        if (Number.isNaN(Number(wanted))) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(Number(wanted), 9);
      });
    });
    expectInstances(group, answers);

    const leftOut = await evaluateMap(inputs, { ...options, zeros: "leave-out" });
    expect(leftOut.groups.ungrouped.rank_accuracy).toEqual(Number(answers.rank_accuracy_nonzero));
    if (answers.mass_ratio_signed !== undefined) {
      const signed = await evaluateMap(inputs, { ...options, preset: "quantus" });
      expectScore(signed.groups.ungrouped, "mass_ratio_signed", answers.mass_ratio_signed);
    }
  });
});
