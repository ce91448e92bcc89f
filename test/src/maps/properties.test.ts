import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withEngine } from "../../../bindings/pool/engine-pool.js";
import { creditHits } from "../../../src/maps/detection/assign.js";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import type { MapOptions } from "../../../src/maps/options/types.js";
import { openMap } from "../../../src/maps/slider/open-map.js";
import { SEEDED } from "../../support/volumes.js";

type Voxel = readonly [value: number, inside: boolean];

const voxels = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.boolean()), { minLength: 4, maxLength: 80 });
const hasBoth = (drawn: readonly Voxel[]) => drawn.some(([, label]) => label) && drawn.some(([, label]) => !label);

async function scoresOf(drawn: readonly Voxel[], options: MapOptions = {}, change = (value: number) => value) {
  const shape = [drawn.length, 1];
  const map = { data: Float64Array.from(drawn, ([value]) => change(value)), shape };
  const reference = { data: Uint8Array.from(drawn, ([, label]) => Number(label)), shape };
  const { groups } = await evaluateMap({ map, reference }, options);
  const entries = Object.entries(groups.ungrouped).filter(([, value]) => typeof value === "number");
  return Object.fromEntries(entries) as Readonly<Record<string, number>>;
}

/** Scores that are ratios of whole numbers. */
const RATIONAL = /^(rank_accuracy|top_|auroc|best_dice$|best_iou|precision_at|n_)/;

function expectAlike(found: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>, left: RegExp) {
  for (const [key, value] of Object.entries(wanted)) {
    if (left.test(key)) continue;
    if (RATIONAL.test(key) || Number.isNaN(value)) expect(found[key], key).toBe(value);
    else expect(found[key], key).toBeCloseTo(value, 10);
  }
}

describe("scores of maps", () => {
  it("do not change when voxels of map and reference are permuted together", async () => {
    await fc.assert(
      fc.asyncProperty(voxels.filter(hasBoth), fc.integer({ min: 1, max: 1000 }), async (drawn, seed) => {
        const order = drawn.map((_, i) => i).sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101));
        const options = { kind: "probability", scale: 64 } as const;
        const moved = order.map((i) => drawn[i]);
        expectAlike(await scoresOf(moved, options), await scoresOf(drawn, options), /^pointing_distance$/);
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it("change with the scale of values only where they are values", async () => {
    await fc.assert(
      fc.asyncProperty(voxels.filter(hasBoth), fc.constantFrom(2 ** -20, 0.25, 1024), async (drawn, factor) => {
        const scaled = await scoresOf(drawn, { instances: true }, (value) => factor * value);
        const plain = await scoresOf(drawn, { instances: true });
        expectAlike(scaled, plain, /^(mass$|mass_reference|mean_|best_dice_threshold|best_pq_threshold)/);
        expect(scaled.best_dice_threshold).toBe(factor * plain.best_dice_threshold);
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it("of ranks do not change under strictly rising transforms", async () => {
    await fc.assert(
      fc.asyncProperty(voxels.filter(hasBoth), async (drawn) => {
        const [bent, plain] = [await scoresOf(drawn, {}, (value) => value ** 3 + value), await scoresOf(drawn)];
        const keys = Object.keys(plain).filter((key) =>
          /^(rank_|top_|auroc|ap$|best_dice$|best_iou|precision_at)/.test(key),
        );
        expect(keys.length).toBeGreaterThan(10);
        for (const key of keys) expect(bent[key], key).toBe(plain[key]);
      }),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it("are 1 where the map is the reference", async () => {
    const drawn = [0, 1, 1, 0, 0, 1].map((value): Voxel => [value, value === 1]);
    const scores = await scoresOf(drawn, { kind: "probability", instances: true });
    const ones = [
      "mass_accuracy",
      "rank_accuracy",
      "auroc",
      "ap",
      "best_dice",
      "best_iou",
      "autc_dice",
      "autc_iou",
      "cc",
    ];
    const more = ["autc_rq", "autc_sq", "autc_pq", "best_pq", "soft_dice", "soft_iou", "brier_skill", "pointing_hit"];
    for (const key of [...ones, ...more]) expect(scores[key], key).toBeCloseTo(1, 12);
    expect(scores.brier).toBe(0);
  });

  it("agree on one thread and on two", async () => {
    const data = Float32Array.from({ length: 70 * 60 * 50 }, (_, i) => ((i * 7919) % 1013) / 1013);
    const inputs = {
      map: { data, shape: [70, 60, 50] },
      reference: { data: Uint8Array.from(data, (value, i) => Number(value > 0.9 && i % 3 > 0)), shape: [70, 60, 50] },
    };
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => evaluateMap(inputs, { kind: "probability", instances: true }, { threads })),
    );
    expect(two.groups).toEqual(one.groups);
  });
});

describe("thresholds", () => {
  it("of IoU below ½ are refused, as a component could then match twice", async () => {
    const inputs = {
      map: { data: Float32Array.of(1, 0), shape: [2, 1] },
      reference: { data: Uint8Array.of(1, 0), shape: [2, 1] },
    };
    await expect(evaluateMap(inputs, { instances: true, threshold: 0.49 })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    expect((await evaluateMap(inputs, { instances: true, threshold: 0.5 })).groups.ungrouped.autc_pq).toBe(1);
  });

  it("give sets that only shrink as they rise", async () => {
    await fc.assert(
      fc.asyncProperty(voxels.filter(hasBoth), async (drawn) => {
        const shape = [drawn.length, 1];
        const map = { data: Float32Array.from(drawn, ([value]) => value), shape };
        const reference = { data: Uint8Array.from(drawn, ([, label]) => Number(label)), shape };
        const { views } = await openMap({ map, reference });
        const sizes = Array.from({ length: 62 }, (_, t) => views.ungrouped.at(t + 0.5).voxels);
        expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
      }),
      { ...SEEDED, numRuns: 20 },
    );
  });
});

describe("assignment by confidence", () => {
  it("does not change above a confidence when weaker candidates come", () => {
    const hits = fc.array(
      fc.record({
        candidate: fc.integer({ min: 0, max: 7 }),
        lesion: fc.integer({ min: 0, max: 4 }),
        score: fc.constantFrom(0.2, 0.5, 0.9),
      }),
      { maxLength: 20 },
    );
    const confidences = fc.array(fc.constantFrom(0.1, 0.3, 0.5, 0.7), { minLength: 8, maxLength: 8 });
    const rules = { assignment: "confidence", extraHits: "ignore" } as const;
    fc.assert(
      fc.property(hits, confidences, (drawn, all) => {
        const unique = [
          ...new Map(drawn.map((hit) => [`${hit.candidate} ${hit.lesion}`, { ...hit, hits: true }])).values(),
        ];
        const whole = creditHits(all, 5, unique, rules);
        for (const limit of [0.3, 0.5, 0.7]) {
          const kept = all.map((confidence, i) => (confidence >= limit ? i : -1)).filter((i) => i >= 0);
          const place = new Map(kept.map((i, at) => [i, at]));
          const own = unique.flatMap((hit) => {
            const candidate = place.get(hit.candidate);
            return candidate === undefined ? [] : [{ ...hit, candidate }];
          });
          const part = creditHits(
            kept.map((i) => all[i]),
            5,
            own,
            rules,
          );
          expect(part.lesionOf).toEqual(kept.map((i) => whole.lesionOf[i]));
        }
      }),
      SEEDED,
    );
  });
});

describe("memory", () => {
  it("does not grow over 200 maps", async () => {
    const data = Float32Array.from({ length: 64 ** 3 }, (_, i) => ((i * 7919) % 65_521) / 65_521);
    const shape = [64, 64, 64];
    const reference = { data: Uint8Array.from(data, (value) => Number(value > 0.97)), shape };
    const options = { kind: "probability", detection: true, candidates: "peaks", candidateThreshold: 0.5 } as const;
    const highest = () => withEngine(undefined, async ({ arena }) => arena.highWater);
    let before = 0;
    for (let i = 0; i < 200; i++) {
      const small = i % 10 > 0;
      const inputs = small
        ? {
            map: { data: data.subarray(0, 8 ** 3), shape: [8, 8, 8] },
            reference: { data: reference.data.subarray(0, 8 ** 3), shape: [8, 8, 8] },
          }
        : { map: { data, shape }, reference };
      await evaluateMap(inputs, options);
      if (i === 0) before = await highest();
    }
    expect(await highest()).toBe(before);
  });
});
