import fc from "fast-check";
import { expect, it } from "vitest";
import type { Connectivity } from "../../../bindings/components/label-components.js";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import { labelComponents as floodFill } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

/** The components of the rows before `floor` and of the others, as if nothing touched across. */
function floodFillApart(volume: PlainVolume, floor: number, connectivity: Connectivity): number[] {
  const voxels = floor * volume.shape[0];
  const part = (isInside: (i: number) => boolean) =>
    floodFill({ ...volume, labels: volume.labels.map((label, i) => (isInside(i) ? label : 0)) }, connectivity);
  const before = part((i) => i < voxels);
  const count = before.reduce((most, component) => Math.max(most, component), 0);
  const behind = part((i) => i >= voxels).map((component) => (component === 0 ? 0 : component + count));
  return before.map((component, i) => component || behind[i]);
}

describeBuilds("joinRows with a floor", (engine) => {
  /** Joins the rows before the floor and those from it on, the latter in pieces of `step` rows. */
  function joined(volume: PlainVolume, floor: number, connectivity: Connectivity, step: number): number[] {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const list = scanInto(engine(), volume);
    const [, ny, nz] = volume.shape;
    const [parents, classes] = [arena.allocate(4 * list.runCount), arena.allocate(4 * list.runCount)];
    kernels.joinRows(list.runs, list.rowOffsets, parents, ny, 0, floor, 0, connectivity);
    for (let row = floor; row < ny * nz; row += step) {
      const last = Math.min(ny * nz, row + step);
      kernels.joinRows(list.runs, list.rowOffsets, parents, ny, row, last, floor, connectivity);
    }
    kernels.numberComponents(list.runs, list.runCount, parents, classes, list.runCount);
    const box = { origin: [0, 0, 0], shape: volume.shape } as const;
    const painted = Array.from(paintLabels(engine(), [list], box, 0xffff_ffff));
    arena.release(mark);
    return painted;
  }

  const compare = (volume: PlainVolume, floor: number, connectivity: Connectivity, step: number) =>
    expect(joined(volume, floor, connectivity, step)).toEqual(floodFillApart(volume, floor, connectivity));

  it.each([6, 18, 26] as const)("leaves out all rows before it, wherever in a slice it lies, %i-connected", (joins) => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(arbitraryVolume(2), share, fc.integer({ min: 1, max: 7 }), (volume, part, step) => {
        const rows = volume.shape[1] * volume.shape[2];
        compare(volume, Math.floor(part * (rows + 0.99)), joins, step);
      }),
      { ...SEEDED, numRuns: 200 },
    );
  });

  it.each(Object.entries(worstVolumes()))("does so at every row of: %s", (_name, volume) => {
    const rows = volume.shape[1] * volume.shape[2];
    for (let floor = 0; floor <= rows; floor++)
      for (const joins of [6, 18, 26] as const) compare(volume, floor, joins, 3);
  });
});
