import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockCount } from "../../../src/blocks/block-grid.js";
import { BlockMerger } from "../../../src/blocks/block-merger.js";
import type { BlockResult, BlockSide } from "../../../src/blocks/block-result.js";
import { emptyRecords, FIELD, type Records, recordLength } from "../../../src/blocks/records.js";
import { countOverlap } from "../../oracle/count-overlap.js";
import { labelComponents } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { measureLabels } from "../../oracle/measure-labels.js";
import { mergeBlocks } from "../../oracle/merge-blocks.js";
import { mergedBlocks } from "../../support/out-of-core.js";
import { arbitraryPair } from "../../support/volumes.js";

const block = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));

/** Records by number: label, voxels, sums, box and first voxel. */
function plainRecords({ count, classes, data }: Records) {
  return Array.from({ length: count }, (_, i) => {
    const record = data.subarray(i * recordLength(classes));
    return {
      label: record[FIELD.key],
      voxels: record[FIELD.voxels],
      sum: [0, 2, 4].map((word) => record[FIELD.sums + word] + record[FIELD.sums + word + 1]),
      first: [0, 2, 4].map((side) => record[FIELD.box + side]),
      last: [1, 3, 5].map((side) => record[FIELD.box + side]),
      firstVoxel: record[FIELD.first],
    };
  });
}

function plainMeasures({ labels }: PlainVolume, components: PlainVolume) {
  const measures = [...measureLabels(components)].sort(([a], [b]) => a - b);
  return measures.map(([, measure]) => ({ label: labels[measure.firstVoxel], ...measure }));
}

describe("merging of blocks", () => {
  it.each([6, 18, 26] as const)(
    "joins, measures and overlaps as the slow twin does: %i neighbours",
    async (connectivity) => {
      const options = { connectivity, metrics: ["iou"], globalMetrics: ["iou"] } as const;
      await fc.assert(
        fc.asyncProperty(arbitraryPair(4), block, fc.nat(), async (pair, lengths, seed) => {
          const [g, p] = pair.map((volume) => ({ ...volume, labels: mergeBlocks(volume, lengths, connectivity) }));
          expect(g.labels).toEqual(labelComponents(pair[0], connectivity));
          expect(p.labels).toEqual(labelComponents(pair[1], connectivity));
          const { passes } = await mergedBlocks(pair, options, lengths, seed);
          // Volumes without a label have no pass.
          const found = passes[0];
          expect(found === undefined ? [] : plainRecords(found.reference.records)).toEqual(plainMeasures(pair[0], g));
          expect(found === undefined ? [] : plainRecords(found.prediction.records)).toEqual(plainMeasures(pair[1], p));
          const { reference, prediction, voxels } = found?.overlap ?? { reference: [], prediction: [], voxels: [] };
          const table = new Map(Array.from(voxels, (n, i) => [`${reference[i]} ${prediction[i]}`, n]));
          expect(table).toEqual(countOverlap(g, p));
        }),
        { seed: 20_261_130, numRuns: 30 },
      );
    },
  );

  it("adds sums of coordinates beyond 2⁵³ exactly, in any order and tree", () => {
    const sum = fc
      .tuple(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger())
      .map((each) => each.map(Math.abs));
    fc.assert(
      fc.property(fc.array(sum, { minLength: 2, maxLength: 40 }), fc.nat(), (sums, at) => {
        const grid = { shape: [sums.length, 1, 1], block: [1, 1, 1] } as const;
        const results = sums.map((each, index) => resultOf(index, each));
        const cut = 1 + (at % (sums.length - 1));
        const groups = [results.slice(cut), results.slice(0, cut)].map((group) => merged(grid, group));
        const { data } = merged(grid, groups).passes[0].reference.records;
        const exact = [0, 1, 2].map((axis) => sums.reduce((total, each) => total + BigInt(each[axis]), 0n));
        const held = [0, 2, 4].map((word) => BigInt(data[FIELD.sums + word]) + BigInt(data[FIELD.sums + word + 1]));
        expect(held).toEqual(exact);
        expect(blockCount(grid)).toBe(data[FIELD.voxels]);
      }),
      { seed: 20_261_130, numRuns: 200 },
    );
  });

  it("keeps the odd unit that one double loses", () => {
    // 2⁵³ − 1 + 2 = 2⁵³ + 1, which lies between two doubles.
    const grid = { shape: [2, 1, 1], block: [1, 1, 1] } as const;
    const results = [resultOf(0, [2 ** 53 - 1, 0, 0]), resultOf(1, [2, 0, 0])];
    const { data } = merged(grid, results).passes[0].reference.records;
    expect(BigInt(data[FIELD.sums]) + BigInt(data[FIELD.sums + 1])).toBe(9_007_199_254_740_993n);
  });
});

function merged(grid: ConstructorParameters<typeof BlockMerger>[0], results: readonly BlockResult[]): BlockResult {
  const merger = new BlockMerger(grid, 26);
  for (const result of results) merger.add(result);
  return merger.result();
}

/** A block of one voxel of label 1, as if its coordinates had these sums. */
function resultOf(index: number, sums: readonly number[]): BlockResult {
  const records = emptyRecords(0, 1);
  records.data[FIELD.key] = 1;
  records.data[FIELD.rank] = index;
  records.data[FIELD.voxels] = 1;
  records.data[FIELD.first] = index;
  for (const [axis, sum] of sums.entries()) records.data[FIELD.sums + 2 * axis] = sum;
  const side: BlockSide = { records, isCut: false, shells: [] };
  const overlap = { reference: new Uint32Array(), prediction: new Uint32Array(), voxels: new Float64Array() };
  const pass = { rule: "labels", reference: side, prediction: side, overlap, partOverlap: null } as const;
  return { blocks: [index], labels: [1], unassigned: [], voidVoxels: 0, rounding: [null, null], passes: [pass] };
}
