import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import type { EvaluateOptions } from "../../../src/options/registry.js";
import { dropSmall } from "../../../src/overlap/drop-small.js";
import type { OverlapTable } from "../../../src/overlap/overlap-table.js";
import { drawVolume } from "../../support/draw-volume.js";
import { splitmix64 } from "../../support/random.js";
import { tableOf } from "../../support/tables.js";

/** Voxels of 0.5 mm × 2 mm × 0.25 mm: a quarter of a cubic millimetre. */
const QUARTERS: OverlapTable = {
  ...tableOf(
    [7, 8, 9],
    [9, 8, 7],
    [
      [0, 2, 7],
      [1, 1, 8],
      [2, 0, 9],
      [2, 1, 0],
    ],
  ),
  spacing: [0.5, 2, 0.25],
};

const keptBy = (smallest: Parameters<typeof dropSmall>[1]) => {
  const { table, dropped } = dropSmall(QUARTERS, smallest);
  return {
    references: [...table.reference.labels],
    predictions: [...table.prediction.labels],
    dropped: [dropped.reference, dropped.prediction],
  };
};

describe("the smallest instance that counts", () => {
  it.each([
    ["voxels", { voxels: 8, volume: 0 }],
    // 8 voxels of 1/4 mm³.
    ["volume", { voxels: 0, volume: 2 }],
    ["either", { voxels: 8, volume: 0.1 }],
    ["either", { voxels: 1, volume: 2 }],
  ])("is one of exactly the least %s, on either side", (_measure, smallest) => {
    expect(keptBy(smallest)).toEqual({
      references: [2, 3],
      predictions: [1, 2],
      dropped: [[{ label: 1, voxels: 7, volume: 1.75 }], [{ label: 3, voxels: 7, volume: 1.75 }]],
    });
  });

  it.each([
    { voxels: 9, volume: 0 },
    { voxels: 0, volume: 2.25 },
    // The next number above 2.
    { voxels: 0, volume: 2 + Number.EPSILON * 2 },
  ])("is larger than one just below it: %o", (smallest) => {
    const { references, predictions } = keptBy(smallest);
    expect([references, predictions]).toEqual([[3], [1]]);
  });

  it("keeps the table as it is where nothing is too small", () => {
    expect(dropSmall(QUARTERS, { voxels: 7, volume: 1.75 })).toEqual({
      table: QUARTERS,
      dropped: { reference: [], prediction: [] },
    });
  });

  it("may leave nothing", () => {
    const { table } = dropSmall(QUARTERS, { voxels: 10, volume: 0 });
    expect([table.reference.count, table.prediction.count, table.pairVoxels.length]).toEqual([0, 0, 0]);
    expect([...table.offsets]).toEqual([0]);
  });

  it("is measured in mm² in a flat volume", () => {
    // 8 voxels of 0.5 mm × 2 mm.
    const flat = { ...QUARTERS, dimensions: 2 } as const;
    expect([...dropSmall(flat, { voxels: 0, volume: 8 }).table.reference.labels]).toEqual([2, 3]);
    expect([...dropSmall(flat, { voxels: 0, volume: 8.1 }).table.reference.labels]).toEqual([3]);
  });
});

/** A random table, and which of its instances have at least some voxels. */
const arbitraryTable = fc.record({
  references: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 7 }),
  predictions: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 7 }),
  least: fc.integer({ min: 0, max: 9 }),
  classes: fc.constantFrom(0, 1, 3),
  seed: fc.nat(),
});

describe("dropSmall", () => {
  it("is the table of the instances that are left", () => {
    fc.assert(
      fc.property(arbitraryTable, ({ references, predictions, least, classes, seed }) => {
        const random = splitmix64(seed);
        const pairs = references.flatMap((size, g) =>
          predictions.flatMap((other, p) =>
            random() < 0.4 ? [[g, p, 1 + Math.floor(random() * Math.min(size, other))] as const] : [],
          ),
        );
        const drawn = (count: number) =>
          Float64Array.from({ length: classes * count }, () => Math.floor(99 * random()));
        const plain = tableOf(references, predictions, pairs);
        const parts = {
          classes,
          labels: Array.from({ length: classes }, (_, c) => c),
          reference: drawn(references.length),
          prediction: drawn(predictions.length),
          pairs: drawn(pairs.length),
        };
        const { table } = dropSmall({ ...plain, parts: classes === 0 ? null : parts }, { voxels: least, volume: 0 });

        const kept = (sizes: readonly number[]) => sizes.flatMap((size, i) => (size >= least ? [i] : []));
        const [rows, columns] = [kept(references), kept(predictions)];
        const left = pairs.flatMap(([g, p, n]) =>
          rows.includes(g) && columns.includes(p) ? [[rows.indexOf(g), columns.indexOf(p), n] as const] : [],
        );
        const expected = tableOf(
          rows.map((g) => references[g]),
          columns.map((p) => predictions[p]),
          left,
        );
        const labelled = (kept: readonly number[]) => Uint32Array.from(kept, (i) => i + 1);
        const own = (counts: Float64Array, kept: readonly number[]) =>
          Float64Array.from(kept.flatMap((i) => [...counts.subarray(classes * i, classes * (i + 1))]));
        const keptPairs = pairs.flatMap(([g, p], i) => (rows.includes(g) && columns.includes(p) ? [i] : []));
        expect(table).toEqual({
          ...expected,
          reference: { ...expected.reference, labels: labelled(rows), runLabels: labelled(rows) },
          prediction: { ...expected.prediction, labels: labelled(columns), runLabels: labelled(columns) },
          parts:
            classes === 0
              ? null
              : {
                  ...parts,
                  reference: own(parts.reference, rows),
                  prediction: own(parts.prediction, columns),
                  pairs: own(parts.pairs, keptPairs),
                },
        });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("counts what is left, and lists what was dropped, of either side", async () => {
    // References of 2, 3 and 4 voxels, predictions of 3, 2 and 4; voxels of 1.5 mm².
    const options: EvaluateOptions = { input: "unmatched", threshold: 0.1, globalMetrics: ["dsc"] };
    const inputs = {
      reference: drawVolume(["11.222.3333"], [0.5, 3]),
      prediction: drawVolume(["111.22.3333"], [0.5, 3]),
    };
    for (const smallest of [{ minVoxels: 3 }, { minVolume: 4.5 }]) {
      const { groups } = await evaluate(inputs, { ...options, ...smallest });
      // Prediction 1 is left without a partner, as is reference 2.
      expect(groups.ungrouped).toMatchObject({
        n_ref_instances: 2,
        n_pred_instances: 2,
        tp: 1,
        fp: 1,
        fn: 1,
        dropped: {
          reference: [{ label: 1, voxels: 2, volume: 3 }],
          prediction: [{ label: 2, voxels: 2, volume: 3 }],
        },
        // 3 + 4 voxels on either side, of which 4 shared.
        global_bin_dsc: (2 * 4) / 14,
      });
    }
    const { groups } = await evaluate(inputs, { ...options, minVoxels: 2, minVolume: 3 });
    expect(groups.ungrouped).toMatchObject({ n_ref_instances: 3, dropped: { reference: [], prediction: [] } });
  });
});
