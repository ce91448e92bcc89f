import { describe, expect, it } from "vitest";
import { detectionScores } from "../../../src/maps/detection/detection-scores.js";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import { resolveMapOptions } from "../../../src/maps/options/resolve.js";
import type { MapOptions } from "../../../src/maps/options/types.js";

async function scoresOf(values: readonly number[], labels: readonly number[], options: MapOptions = {}) {
  const shape = [values.length, 1];
  const map = { data: Float32Array.from(values), shape };
  const { groups, domain } = await evaluateMap({ map, reference: { data: Uint8Array.from(labels), shape } }, options);
  const scores: Readonly<Record<string, unknown>> = { ...groups.ungrouped, domain };
  return scores;
}

/** Each is a sentence of the definitions about what other packages answer. */
describe("where other packages differ", () => {
  it("an empty reference is no hit, no average precision of 0, and no error", async () => {
    const scores = await scoresOf([0, 1, 2], [0, 0, 0]);
    expect(scores.pointing_hit).toBeNaN();
    expect(scores).toMatchObject({ pointing_hit_reason: "empty_reference", ap_reason: "empty_reference" });
    expect(scores.ap).toBeNaN();
    expect(scores.auroc).toBeNaN();
  });

  it("a constant map has the rank accuracy of chance, wherever the reference lies", async () => {
    const first = await scoresOf([1, 1, 1, 1], [1, 0, 0, 0]);
    const last = await scoresOf([1, 1, 1, 1], [0, 0, 0, 1]);
    // One of four voxels, expected over all orders: ¼; at worst 0, at best 1.
    for (const scores of [first, last]) {
      expect(scores).toMatchObject({
        rank_accuracy: 0.25,
        rank_accuracy_min: 0,
        rank_accuracy_max: 1,
        auroc: 0.5,
        ap: 0.25,
      });
    }
  });

  it("NaN is counted and left out, and passes through no score", async () => {
    const scores = await scoresOf([0, Number.NaN, 2, 4], [0, 1, 1, 0]);
    expect(scores.domain).toMatchObject({ n_voxels: 3, n_nan: 1, n_nan_reference: 1 });
    // 2 of 0 + 2 + 4.
    expect(scores.mass_accuracy).toBeCloseTo(1 / 3, 12);
  });

  it("the scanpath saliency divides by N", async () => {
    const { nss } = await scoresOf([0, 0, 0, 4], [0, 0, 0, 1]);
    // Mean 1, variance (1 + 1 + 1 + 9)/4 = 3: (4 − 1)/√3; with N − 1 it would be 3/2.
    expect(nss).toBeCloseTo(3 / Math.sqrt(3), 12);
  });

  const options = resolveMapOptions({ kind: "probability", detection: true });
  const found = (confidence: number) => ({ confidence, fate: "hit" as const });
  const wrong = (confidence: number) => ({ confidence, fate: "false positive" as const });

  it("two lesions found without a false positive score 1 at every rate, the weaker one included", () => {
    const lesions = [{ confidence: 0.9 }, { confidence: 0.4 }];
    const scores = detectionScores([{ candidates: [found(0.9), found(0.4)], lesions, caseScore: 0.9 }], options);
    expect(scores.froc_sens).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(scores).toMatchObject({ froc_score: 1, lesion_ap: 1 });
  });

  it("a lesion below two false positives is found from two on", () => {
    const lesions = [{ confidence: 0.2 }];
    const scores = detectionScores(
      [{ candidates: [wrong(0.9), wrong(0.8), found(0.2)], lesions, caseScore: 0.9 }],
      options,
    );
    expect(scores.froc_sens).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(scores.lesion_ap).toBeCloseTo(1 / 3, 12);
  });

  it("masks that share no voxel do not hit, though any overlap would do", async () => {
    const rules = { kind: "probability", detection: true, hitThreshold: 0 } as const;
    const { candidates } = await scoresOf([0.9, 0, 0, 0], [0, 0, 0, 1], rules);
    expect(candidates).toMatchObject([{ fate: "false positive", score: 0, lesion: null }]);
  });
});
