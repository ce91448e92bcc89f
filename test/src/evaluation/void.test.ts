import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { explore } from "../../../src/evaluation/explore.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { toTable } from "../../../src/reports/case/table.js";
import { labelComponents } from "../../oracle/label-components.js";
import { type VoidCounts, voidCounts } from "../../oracle/void-counts.js";
import { drawn } from "../../support/rows.js";
import { SEEDED } from "../../support/volumes.js";

const VOID = 9;

/** Counts and qualities of a pair, void being 9. */
async function counts(
  reference: Parameters<typeof evaluate>[0]["reference"],
  prediction: typeof reference,
  options: EvaluateOptions = {},
) {
  const { groups } = await evaluate({ reference, prediction }, { ignoreLabel: VOID, ...options });
  return groups.ungrouped;
}

describe("void", () => {
  // A reference of 3 × 3 in a rim of void, and a prediction over all of it.
  const rim = drawn(".......", ".99999.", ".91119.", ".91119.", ".91119.", ".99999.", ".......");
  const over = drawn(".......", ".11111.", ".11111.", ".11111.", ".11111.", ".11111.", ".......");

  it("is taken from a prediction that reaches over it, which stays one instance", async () => {
    const group = await counts(rim, over);
    // Of its 25 voxels 16 lie in void, and the other 9 are the reference: IoU 9/9.
    expect(group).toMatchObject({ tp: 1, fp: 0, fn: 0, pq: 1, sq: 1, n_pred_instances: 1, n_void_pred_instances: 0 });
    expect(group).toMatchObject({ global_bin_dsc: 1, global_bin_volume_ref: 9, global_bin_volume_pred: 9 });
    expect(group.predicted_instances[0]).toMatchObject({
      instance_voxel_count_pred: 9,
      box: [
        [2, 4],
        [2, 4],
      ],
    });
  });

  // Two pieces on either side of void, joined by it.
  const bridge = drawn("11.99.11", "11.99.11");
  const bar = drawn("11111111", "11111111");

  it("keeps what it joins together, where cutting it out first divides it", async () => {
    // One prediction of 16 voxels, 4 of them void: with each reference it shares 4 of 12.
    expect(await counts(bridge, bar, { threshold: 0.3 })).toMatchObject({ tp: 1, fp: 0, fn: 1, sq: 4 / 12 });
    // Cut first: two predictions of 6 voxels, each of which shares 4.
    expect(await counts(bridge, bar, { threshold: 0.3, ignoreRule: "cut" })).toMatchObject({
      tp: 2,
      fp: 0,
      fn: 0,
      sq: 4 / 6,
    });
  });

  it("excuses predictions of which more than half lies in it, and no others", async () => {
    const reference = drawn("11..9999", "........");
    // 3 of 4 voxels in void; 2 of 4; all of them.
    expect(await counts(reference, drawn("11.1111.", "........"))).toMatchObject({
      fp: 0,
      n_pred_instances: 1,
      n_void_pred_instances: 1,
    });
    expect(await counts(drawn("11..99..", "........"), drawn("11..1111", "........"))).toMatchObject({
      fp: 1,
      n_void_pred_instances: 0,
    });
    const hidden = await counts(reference, drawn("11..1111", "........"));
    expect(hidden).toMatchObject({ tp: 1, fp: 0, n_pred_instances: 1, n_void_pred_instances: 1 });
    const table = toTable(
      await evaluate({ reference, prediction: drawn("11..1111", "........") }, { ignoreLabel: VOID }),
    );
    expect(table).toContain("1 reference, 1 prediction and 1 in void");
    expect(hidden.void_instances).toEqual([{ status: "void", label: null, class: 1, voxels: 4, void_voxels: 4 }]);
  });

  it("counts an excused prediction nowhere, but its voxels outside of void in the whole", async () => {
    const group = await counts(drawn("11..9999", "........"), drawn("11.1111.", "........"), {
      autc: 0.5,
      volumeBins: [1],
      explain: true,
    });
    expect(group.void_instances).toEqual([{ status: "void", label: 2, class: 1, voxels: 4, void_voxels: 3 }]);
    expect(group.taxonomy?.predictions.absent.n).toBe(0);
    expect(group.explanation?.unmatched.predictions).toEqual([
      {
        label: 2,
        status: "void",
        best: null,
        reason: "no-overlap",
        text: "prediction 2 is void, neither right nor wrong, as 3 of its 4 voxels lie in void: it overlaps no reference",
      },
    ]);
    expect(group.by_volume?.map((bin) => bin.n_pred_instances)).toEqual([0, 1]);
    // At 1 the matched prediction fails, too, and is the only false positive.
    expect(group.autc_curve?.map(({ fp }) => fp)).toEqual([0, 1]);
    expect(group.global_bin_volume_pred).toBe(3);
    expect(group.pq).toBe(1);
  });

  it("may be negative in signed volumes", async () => {
    const signed = { shape: [8, 1], data: Int16Array.of(1, 1, 0, 0, -1, -1, -1, -1) };
    const prediction = { shape: [8, 1], data: Uint8Array.of(1, 1, 0, 1, 1, 1, 1, 0) };
    const group = await counts(signed, prediction, { ignoreLabel: -1 });
    expect(group).toMatchObject({ tp: 1, fp: 0, n_void_pred_instances: 1 });
  });
});

const arbitraryPair = fc
  .record({
    shape: fc.constantFrom<readonly number[]>([9, 7, 1], [6, 5, 4], [12, 3, 2]),
    seeds: fc.tuple(fc.integer(), fc.integer()),
    threshold: fc.constantFrom(0, 0.2, 0.5),
  })
  .chain(({ shape, threshold }) => {
    const voxels = shape.reduce((product, length) => product * length, 1);
    const labels = fc.array(fc.constantFrom(0, 0, 1, 1, 2, VOID, VOID), { minLength: voxels, maxLength: voxels });
    return fc.record({
      shape: fc.constant(shape),
      threshold: fc.constant(threshold),
      reference: labels,
      prediction: labels,
    });
  });

describe("the rule of void", () => {
  it("is that of a brute force, in both readings and at every threshold", async () => {
    let voids = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryPair, async ({ shape, threshold, reference, prediction }) => {
        const volume = (labels: readonly number[]) => ({ shape, data: Uint8Array.from(labels) });
        const inputs = { reference: volume(reference), prediction: volume(prediction) };
        for (const ignoreRule of ["void", "cut"] as const) {
          const options = { ignoreLabel: VOID, ignoreRule, threshold, strategy: "many-to-one" } as const;
          const { ungrouped } = (await evaluate(inputs, options)).groups;
          const components = (labels: readonly number[]) =>
            labelComponents({ shape: [shape[0], shape[1], shape[2]], labels }, 26);
          const expected: VoidCounts = voidCounts({
            reference,
            prediction,
            components,
            threshold,
            isCut: ignoreRule === "cut",
          });
          const { tp, fp, fn, n_void_pred_instances: excused = 0 } = ungrouped;
          expect({ tp, fp, fn, excused }).toEqual(expected);
          voids += excused;
          const [row] = await explore(inputs, {
            ...{ ignoreLabel: VOID, ignoreRule },
            strategies: ["many-to-one"],
            thresholds: [threshold],
            matchingMetrics: ["iou"],
          });
          expect(row).toMatchObject({ tp, fp, fn });
        }
      }),
      SEEDED,
    );
    expect(voids).toBeGreaterThan(80);
  });
});
