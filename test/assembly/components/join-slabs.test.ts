import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Connectivity, numberRuns, uniteSlabRows } from "../../../bindings/components/label-components.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import { labelComponents as floodFill } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

/** Components found slab by slab, a slice (or, of a single slice, a row) each, and then joined. */
function inSlabs(engine: Engine, volume: PlainVolume, connectivity: Connectivity, thickness: number): number[] {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  const list = scanInto(engine, volume);
  const [, ny, nz] = volume.shape;
  const slice = nz > 1 ? ny : 1;
  const [parents, classes] = [arena.allocate(4 * list.runCount), arena.allocate(4 * list.runCount)];
  const borders: number[] = [];
  for (let firstRow = 0; firstRow < ny * nz; firstRow += slice * thickness) {
    const lastRow = Math.min(ny * nz, firstRow + slice * thickness);
    uniteSlabRows.run(engine, { list, parents, connectivity, firstRow, lastRow });
    if (firstRow > 0) borders.push(firstRow);
  }
  for (const row of borders) {
    kernels.joinSlabs(list.runs, list.rowOffsets, parents, ny, row, row + slice, nz === 1, connectivity);
  }
  numberRuns.run(engine, { list, parents, classes });
  const painted = Array.from(paintLabels(engine, [list], { origin: [0, 0, 0], shape: volume.shape }, 0xffff_ffff));
  arena.release(mark);
  return painted;
}

const flatten = (volume: PlainVolume): PlainVolume => ({
  shape: [volume.shape[0], volume.shape[1] * volume.shape[2], 1],
  labels: volume.labels,
});

describeBuilds("join-slabs", (engine) => {
  it.each([6, 18, 26] as const)("equals flood fill of the whole, %i-connected", (connectivity) => {
    fc.assert(
      fc.property(arbitraryVolume(3), fc.integer({ min: 1, max: 3 }), (volume, thickness) => {
        expect(inSlabs(engine(), volume, connectivity, thickness)).toEqual(floodFill(volume, connectivity));
        const flat = flatten(volume);
        expect(inSlabs(engine(), flat, connectivity, thickness)).toEqual(floodFill(flat, connectivity));
      }),
      SEEDED,
    );
  });

  it.each([4, 8] as const)("equals flood fill of a 2D volume, %i-connected", (connectivity) => {
    fc.assert(
      fc.property(arbitraryVolume(3), fc.integer({ min: 1, max: 3 }), (volume, thickness) => {
        const flat = flatten(volume);
        expect(inSlabs(engine(), flat, connectivity, thickness)).toEqual(floodFill(flat, connectivity));
      }),
      SEEDED,
    );
  });

  describe.each(Object.entries(worstVolumes()))("%s", (_, volume) => {
    it.each([6, 18, 26] as const)("equals flood fill, %i-connected", (connectivity) => {
      expect(inSlabs(engine(), volume, connectivity, 1)).toEqual(floodFill(volume, connectivity));
    });
  });
});
