import fc from "fast-check";
import { expect, it } from "vitest";
import { labelQuads } from "../../../bindings/components/label-blocks.js";
import { at, type PlainVolume } from "../../oracle/label-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { arbitraryMask, asMask, bitsInto, flatten, worstMasks } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

/** A volume whose rows are those of the quads: a voxel where any of the four rows has one. */
function quadsOf(volume: PlainVolume): PlainVolume {
  const [nx, ny, nz] = volume.shape;
  return makeVolume([nx, Math.ceil(ny / 2), Math.ceil(nz / 2)], (x, Y, Z) => {
    for (const [y, z] of [
      [2 * Y, 2 * Z],
      [2 * Y + 1, 2 * Z],
      [2 * Y, 2 * Z + 1],
      [2 * Y + 1, 2 * Z + 1],
    ]) {
      if (y < ny && z < nz && volume.labels[at(volume, x, y, z)] !== 0) return 1;
    }
    return 0;
  });
}

describeBuilds("scan-quads", (engine) => {
  const compare = (volume: PlainVolume) => {
    const { arena } = engine();
    const mark = arena.mark();
    const [{ list }] = labelQuads(engine(), [bitsInto(engine(), volume)]);
    const expected = scanRuns(quadsOf(volume));
    expect(list.runCount).toBe(expected.length);
    const words = arena.u32(list.runs, 2 * list.runCount);
    expect(expected.map((_, i) => [words[2 * i] & 0xffff, words[2 * i] >>> 16])).toEqual(
      expected.map(({ start, end }) => [start, end]),
    );
    const [, rows, slices] = quadsOf(volume).shape;
    const offsets = Array.from(arena.u32(list.rowOffsets, rows * slices + 1));
    expect(offsets).toEqual(offsets.map((_, row) => expected.filter((run) => run.row < row).length));
    arena.release(mark);
  };

  it("finds the runs of random masks", () => {
    fc.assert(
      fc.property(arbitraryMask(), (volume) => {
        compare(volume);
        compare(flatten(volume));
      }),
      SEEDED,
    );
  });

  it.each(Object.entries(worstMasks()))("finds the runs of: %s", (_name, volume) => compare(volume));

  it("takes any label", () =>
    compare(
      asMask(
        makeVolume([66, 3, 3], (x) => x % 5),
        0xffff_ffff,
      ),
    ));
});
