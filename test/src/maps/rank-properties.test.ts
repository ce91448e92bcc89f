import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateMap } from "../../../src/maps/evaluate-map.js";
import { rankPlainly } from "../../oracle/maps/rank-scores.js";
import { SEEDED } from "../../support/volumes.js";

const ARRAYS = { Float32Array, Float64Array, Int8Array, Uint8Array, Int16Array, Int32Array, Uint32Array } as const;

const voxels = fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.boolean()), { minLength: 2, maxLength: 90 });
const type = fc.constantFrom(...(Object.keys(ARRAYS) as (keyof typeof ARRAYS)[]));
const scaling = fc.constantFrom([1, 0], [-0.5, 3], [2, -7]);

describe("the order of voxels", () => {
  it("equals a plain sort for every type, sign and slope", async () => {
    const sign = fc.constantFrom("positive", "negative", "absolute", "signed");
    await fc.assert(
      fc.asyncProperty(voxels, type, sign, scaling, async (drawn, name, chosen, [slope, intercept]) => {
        const data = ARRAYS[name].from(drawn.map(([value]) => value));
        const inside = drawn.map(([, label]) => label);
        const k = inside.filter(Boolean).length;
        if (k === 0 || k === inside.length) return;
        const shape = [data.length, 1];
        const inputs = {
          map: { data, shape, slope, intercept },
          reference: { data: Uint8Array.from(inside, Number), shape },
        };
        const { groups } = await evaluateMap(inputs, { sign: chosen });
        const values = Array.from(data, (stored) => {
          const value = slope * stored + intercept;
          if (chosen === "absolute") return Math.abs(value);
          if (chosen === "signed") return value + 0;
          return Math.max(0, chosen === "negative" ? -value : value);
        });
        const plain = rankPlainly(values, inside);
        const { auroc, ap, best_dice, best_dice_threshold } = groups.ungrouped;
        expect(auroc).toBeCloseTo(plain.auroc, 12);
        expect(ap).toBeCloseTo(plain.ap, 12);
        expect(best_dice).toBe(plain.bestDice);
        expect(Number(best_dice_threshold) + 0).toBe(plain.bestThreshold + 0);
      }),
      { ...SEEDED, numRuns: 150 },
    );
  });

  it("turns AUROC round with the map, and never changes with its scale", async () => {
    await fc.assert(
      fc.asyncProperty(voxels, async (drawn) => {
        const inside = Uint8Array.from(drawn, ([, label]) => Number(label));
        if (!inside.includes(1) || !inside.includes(0)) return;
        const shape = [inside.length, 1];
        const auroc = async (factor: number) => {
          const data = Float32Array.from(drawn, ([value]) => factor * value);
          const inputs = { map: { data, shape }, reference: { data: inside, shape } };
          return Number((await evaluateMap(inputs, { sign: "signed" })).groups.ungrouped.auroc);
        };
        expect((await auroc(1)) + (await auroc(-1))).toBeCloseTo(1, 12);
        expect(await auroc(4)).toBe(await auroc(1));
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it("tells apart very many voxels whose keys share their upper half, as floats and as doubles", async () => {
    const count = 300_000;
    const level = (i: number) => (i * 7919) % 1000;
    const inside = Uint8Array.from({ length: count }, (_, i) => Number(i % 7 === 0));
    const [held, rest] = [new Float64Array(1000), new Float64Array(1000)];
    inside.forEach((label, i) => {
      (label === 1 ? held : rest)[level(i)]++;
    });
    let [below, wins] = [0, 0];
    held.forEach((own, each) => {
      wins += own * (below + rest[each] / 2);
      below += rest[each];
    });
    const k = held.reduce((sum, own) => sum + own, 0);
    const shape = [1000, count / 1000];
    const values = Array.from({ length: count }, (_, i) => 1 + level(i) * 2 ** -23);
    for (const data of [Float32Array.from(values), Float64Array.from(values)]) {
      const { groups } = await evaluateMap({ map: { data, shape }, reference: { data: inside, shape } });
      expect(groups.ungrouped.auroc).toBe((2 * wins) / (2 * k * (count - k)));
    }
  });
});
