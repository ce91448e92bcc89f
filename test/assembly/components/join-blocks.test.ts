import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uniteBlockRows } from "../../../bindings/components/block-union-find.js";
import { rowRunsOf } from "../../../bindings/components/component-runs.js";
import { labelBlocks } from "../../../bindings/components/label-blocks.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import { labelComponents as floodFill } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { arbitraryMask, bitsInto, flatten, nearMisses, worstMasks } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import { SEEDED } from "../../support/volumes.js";

/** Component numbers by blocks, and how many runs rows have. */
function byBlocks(engine: Engine, volume: PlainVolume): { painted: number[]; rowRuns: number } {
  const mark = engine.arena.mark();
  const [components] = labelBlocks(engine, [bitsInto(engine, volume)]);
  const list = rowRunsOf(engine, components)();
  const painted = Array.from(paintLabels(engine, [list], { origin: [0, 0, 0], shape: volume.shape }, 0xffff_ffff));
  engine.arena.release(mark);
  return { painted, rowRuns: components.rowRuns };
}

/** The number of components when slabs of some slices of blocks are joined each on its own, and then with each other. */
function countInSlabs(engine: Engine, volume: PlainVolume, thickness: number): number {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  const bits = bitsInto(engine, volume);
  const [, ny, nz] = volume.shape;
  const [rows, slices] = [Math.ceil(ny / 2), Math.ceil(nz / 2)];
  const rowOffsets = arena.allocateZeroed(4 * (rows * slices + 1));
  kernels.countBlocks(bits.bits, bits.rowWords, ny, nz, 0, rows * slices, rowOffsets);
  const runCount = kernels.sumOffsets(rowOffsets, rows * slices);
  const [runs, parents, classes] = [8, 4, 4].map((bytes) => arena.allocate(bytes * runCount));
  const list = { volume: bits, runs, rowOffsets, runCount };
  const step = thickness * (slices > 1 ? rows : 1);
  const slabs = Array.from({ length: Math.ceil((rows * slices) / step) }, (_, i) => i * step);
  for (const firstRow of [...slabs].reverse()) {
    const lastRow = Math.min(rows * slices, firstRow + step);
    uniteBlockRows.run(engine, { list, parents, firstRow, lastRow, floor: firstRow });
  }
  for (const row of slabs.slice(1)) {
    const last = row + (slices > 1 ? rows : 1);
    kernels.joinBlocks(bits.bits, bits.rowWords, ny, nz, runs, rowOffsets, parents, row, last, 0);
  }
  const count = kernels.numberComponents(runs, runCount, parents, classes, runCount);
  arena.release(mark);
  return count;
}

const largest = (numbers: readonly number[]) => numbers.reduce((most, n) => Math.max(most, n), 0);

describeBuilds("join-blocks", (engine) => {
  const compare = (volume: PlainVolume, connectivity: 8 | 26 = 26) => {
    const { painted, rowRuns } = byBlocks(engine(), volume);
    expect(painted).toEqual(floodFill(volume, connectivity));
    expect(rowRuns).toBe(scanRuns(volume).length);
  };

  it("equals flood fill on random masks", () => {
    fc.assert(
      fc.property(arbitraryMask(), (volume) => compare(volume)),
      SEEDED,
    );
  });

  it("equals flood fill on random 2D masks", () => {
    fc.assert(
      fc.property(arbitraryMask(), (volume) => compare(flatten(volume), 8)),
      SEEDED,
    );
  });

  it.each(Object.entries(worstMasks()))("equals flood fill on: %s", (_name, volume) => {
    compare(volume);
    compare(flatten(volume), 8);
  });

  describe.each([
    ["along y", [1, 0], [2, 0]],
    ["along z", [0, 1], [0, 2]],
    ["along both", [1, 1], [2, 2]],
    ["along both, backwards", [2, 1], [1, 2]],
    ["within a block", [0, 0], [1, 1]],
    ["too far", [0, 0], [2, 2]],
  ] as const)("%s", (_name, a, b) => {
    it("tells contact from a near miss", () => {
      for (const volume of nearMisses(a, b)) {
        compare(volume);
        compare(flatten(volume), 8);
      }
    });
    it("does so the other way round", () => {
      for (const volume of nearMisses(b, a)) compare(volume);
    });
  });

  it("finds as many components in slabs", () => {
    fc.assert(
      fc.property(arbitraryMask(), fc.integer({ min: 1, max: 3 }), (volume, thickness) => {
        expect(countInSlabs(engine(), volume, thickness)).toBe(largest(floodFill(volume, 26)));
        const flat = flatten(volume);
        expect(countInSlabs(engine(), flat, thickness)).toBe(largest(floodFill(flat, 8)));
      }),
      SEEDED,
    );
  });
});
