import fc from "fast-check";
import { expect, it } from "vitest";
import { dilateRuns } from "../../../bindings/components/dilate-runs.js";
import { copyRunsOut, type RunVolume } from "../../../bindings/volumes/run-volume.js";
import { dilate } from "../../oracle/dilate-runs.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, makeVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("dilate-runs", (engine) => {
  const runsOf = (list: RunVolume) => copyRunsOut(engine(), list);

  /** The same runs as a scan of the oracle's volume: the same voxels, and runs that touch are one. */
  const compare = (volume: PlainVolume) => {
    const mark = engine().arena.mark();
    const once = dilateRuns(engine(), scanInto(engine(), volume));
    const expected = dilate(volume);
    expect(runsOf(once)).toEqual(runsOf(scanInto(engine(), expected)));
    const twice = dilateRuns(engine(), once);
    expect(runsOf(twice)).toEqual(runsOf(scanInto(engine(), dilate(expected))));
    engine().arena.release(mark);
  };

  it("equals the oracle on random volumes, once and twice", () => {
    fc.assert(fc.property(arbitraryVolume(5), compare), SEEDED);
  });

  it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => compare(volume));

  it.each(Object.entries(singleVoxels()))("grows one voxel in %s", (_name, volume) => compare(volume));

  it("makes one voxel 19, without the cube's corners", () => {
    const mark = engine().arena.mark();
    const volume = makeVolume([3, 3, 3], (x, y, z) => Number(x === 1 && y === 1 && z === 1));
    // 27 of the cube less its 8 corners.
    const { runs } = runsOf(dilateRuns(engine(), scanInto(engine(), volume)));
    const lengths = Array.from({ length: runs.length / 2 }, (_, i) => (runs[2 * i] >>> 16) - (runs[2 * i] & 0xffff));
    expect(lengths).toEqual([1, 3, 1, 3, 3, 3, 1, 3, 1]);
    engine().arena.release(mark);
  });

  it("makes room for more runs than the first guess", () => {
    // Lone voxels, 100 · 5 · 2 of them, become nine runs each: 9000, and room is made for 2000 at first.
    compare(makeVolume([500, 20, 8], (x, y, z) => Number(x % 5 === 2 && y % 4 === 1 && z % 4 === 1)));
  });

  it("keeps within rows of the greatest length", () => {
    compare(makeVolume([65_535, 2, 1], (x, y) => Number(y === 0 && (x === 0 || x === 65_534))));
  });
});

/** A voxel in the middle and in the corners, where the volume ends at once. */
function singleVoxels(): Record<string, PlainVolume> {
  const only = (a: number, b: number, c: number) =>
    makeVolume([5, 4, 3], (x, y, z) => Number(x === a && y === b && z === c));
  return { "the middle": only(2, 2, 1), "the first corner": only(0, 0, 0), "the last corner": only(4, 3, 2) };
}
