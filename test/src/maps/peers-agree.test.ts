import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DetectionCase, detectionScores } from "../../../src/maps/detection/detection-scores.js";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import { resolveMapOptions } from "../../../src/maps/options/resolve.js";
import type { MapOptions } from "../../../src/maps/options/types.js";

interface Answers {
  readonly picai: {
    readonly shape: readonly number[];
    readonly ap: number;
    readonly auroc: number;
    readonly score: number;
    readonly cases: readonly {
      readonly map: string;
      readonly reference: string;
      readonly lesions: readonly (readonly [isLesion: number, confidence: number, iou: number])[];
      readonly confidence: number;
    }[];
  };
  readonly saliency: readonly {
    readonly values: readonly number[];
    readonly mask: string;
    readonly mass: number;
    readonly rank: number;
    readonly pointing: boolean;
    readonly precision: number;
  }[];
  readonly wrong: {
    readonly constant: readonly number[];
    readonly emptyPointing: boolean;
    readonly picaiFroc: { readonly tpr: readonly number[] };
    readonly picaiDisjoint: readonly (readonly [number, number])[];
  };
}

// `test/fixtures/map-peers/README.md` says how they were made.
const ANSWERS: Answers = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "fixtures", "map-peers", "answers.json"), "utf8"),
);

const bits = (text: string) => Uint8Array.from(text, Number);

async function scoresOf(
  values: ArrayLike<number>,
  labels: Uint8Array,
  options: MapOptions,
  shape: readonly number[] = [8, 8],
) {
  const inputs = { map: { data: Float32Array.from(values), shape }, reference: { data: labels, shape } };
  return (await evaluateMap(inputs, options)).groups.ungrouped;
}

describe("--preset quantus", () => {
  it.each(ANSWERS.saliency.map((each, i) => [i, each] as const))("answers as Quantus on map %i", async (_, answer) => {
    const scores = await scoresOf(answer.values, bits(answer.mask), { preset: "quantus" });
    expect(scores.mass_ratio_signed).toBeCloseTo(answer.mass, 12);
    expect(scores.pointing_hit).toBe(Number(answer.pointing));
    // Quantus breaks ties by the order of voxels: its answer is one of those that our bounds hold.
    expect(scores.rank_accuracy_min).toBeLessThanOrEqual(answer.rank);
    expect(scores.rank_accuracy_max).toBeGreaterThanOrEqual(answer.rank);
    if (scores.rank_accuracy_ties === 0) expect(scores.rank_accuracy).toBe(answer.rank);
  });

  it("notes a ratio that is no share", async () => {
    const { values, mask } = ANSWERS.saliency[1];
    const shape = [8, 8];
    const inputs = { map: { data: Float32Array.from(values), shape }, reference: { data: bits(mask), shape } };
    const { notes } = await evaluateMap(inputs, { preset: "quantus" });
    expect(notes).toEqual([expect.stringContaining("mass_ratio_signed of ungrouped is -0.168, outside [0, 1]")]);
  });

  it("differs where equal voxels are ranked by their place: a constant map scores 1 or 0 there", async () => {
    expect(ANSWERS.wrong.constant).toEqual([1, 0]);
    for (const place of [0, 63]) {
      const scores = await scoresOf(new Array(64).fill(1), new Uint8Array(64).fill(1, place, place + 1), {
        preset: "quantus",
      });
      expect(scores.rank_accuracy).toBe(1 / 64);
    }
  });

  it("differs where nothing is to be found: an empty reference is a hit there", async () => {
    expect(ANSWERS.wrong.emptyPointing).toBe(true);
    const scores = await scoresOf(
      Array.from({ length: 64 }, (_, i) => i),
      new Uint8Array(64),
      { preset: "quantus" },
    );
    expect(scores).toMatchObject({ pointing_hit: Number.NaN, pointing_hit_reason: "empty_reference" });
  });
});

describe("--preset xai-tris", () => {
  it.each(ANSWERS.saliency.map((each, i) => [i, each] as const))("answers as XAI-TRIS on map %i", async (_, answer) => {
    const scores = await scoresOf(answer.values, bits(answer.mask), { preset: "xai-tris" });
    expect(scores.rank_accuracy_ties).toBe(0);
    expect(scores.rank_accuracy).toBeCloseTo(answer.precision, 12);
  });
});

describe("--preset picai", () => {
  const { shape, cases, ap, auroc, score } = ANSWERS.picai;
  const valuesOf = (text: string) => Float32Array.from(text, (digit) => Number.parseInt(digit, 36) / 32);
  const options = { kind: "probability", preset: "picai" } as const;

  it("answers as picai_eval: every candidate and lesion, average precision, AUROC and score", async () => {
    const found: DetectionCase[] = [];
    for (const one of cases) {
      const scores = await scoresOf(valuesOf(one.map), bits(one.reference), options, shape);
      const { candidates = [], lesions = [], case_score: caseScore = Number.NaN } = scores;
      const missed = lesions.filter(({ confidence }) => confidence === null);
      const counted = candidates.filter(({ fate }) => fate !== "ignored");
      const rows = [
        ...counted.map(({ fate, confidence, score: iou }) =>
          fate === "hit" ? [1, confidence, iou] : [0, confidence, 0],
        ),
        ...missed.map(() => [1, 0, 0]),
      ];
      const sorted = rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(sorted.map(([isLesion, confidence]) => [isLesion, confidence])).toEqual(
        one.lesions.map(([isLesion, confidence]) => [isLesion, confidence]),
      );
      sorted.forEach(([, , iou], i) => {
        expect(iou).toBeCloseTo(one.lesions[i][2], 7);
      });
      expect(caseScore).toBe(one.confidence);
      found.push({ candidates, lesions, caseScore });
    }
    const whole = detectionScores(found, resolveMapOptions(options));
    expect(whole.lesion_ap).toBeCloseTo(ap, 12);
    expect(whole.case_auroc).toBeCloseTo(auroc, 12);
    expect(whole.picai_score).toBeCloseTo(score, 12);
  });

  it("differs where every lesion is found: the last one has its point, and the sensitivity is 1", async () => {
    expect(Math.max(...ANSWERS.wrong.picaiFroc.tpr)).toBe(0.5);
    const row = [0, 0.9, 0, 0, 0, 0.4, 0, 0];
    const { candidates = [], lesions = [] } = await scoresOf(row, Uint8Array.from(row, Math.ceil), options, [8, 1]);
    const { froc } = detectionScores([{ candidates, lesions, caseScore: 0.9 }], resolveMapOptions(options));
    expect(froc.at(-1)).toMatchObject({ sensitivity: 1, fp: 0 });
  });

  it("differs where any overlap would do: masks apart do not hit", async () => {
    expect(ANSWERS.wrong.picaiDisjoint.map(([isLesion]) => isLesion)).toEqual([1]);
    const { candidates, lesions } = await scoresOf(
      [0, 0.9, 0, 0, 0, 0, 0, 0],
      Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0),
      { ...options, hitThreshold: 0 },
      [8, 1],
    );
    expect(candidates).toMatchObject([{ fate: "false positive" }]);
    expect(lesions).toMatchObject([{ confidence: null }]);
  });
});
