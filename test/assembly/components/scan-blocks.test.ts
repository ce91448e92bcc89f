import fc from "fast-check";
import { expect, it } from "vitest";
import { at, type PlainVolume } from "../../oracle/label-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { arbitraryMask, asMask, bitsInto, flatten, worstMasks } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

/** A volume whose rows are those of the blocks: a voxel where any of the four rows has one. */
function blocksOf(volume: PlainVolume): PlainVolume {
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

describeBuilds("scan-blocks", (engine) => {
  /** Scans the blocks in ranges of some rows, the last one first, into exactly as much room as there must be. */
  const compare = (volume: PlainVolume, step = 1 << 20) => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const { bits, rowWords, label } = bitsInto(engine(), volume);
    const [, ny, nz] = volume.shape;
    const [, rows, slices] = blocksOf(volume).shape;
    const last = rows * slices;
    const ranges: [number, number][] = [];
    for (let first = 0; first < last; first += step) ranges.unshift([first, Math.min(last, first + step)]);

    const expected = scanRuns(blocksOf(volume));
    const sizes = [4 * (last + 1), 8 * expected.length, 4 * expected.length];
    const [rowOffsets, runs, parents] = sizes.map((bytes) => arena.allocate(bytes));
    arena.u32(rowOffsets, 1)[0] = 0;
    for (const range of ranges) kernels.countBlocks(bits, rowWords, ny, nz, ...range, rowOffsets);
    expect(kernels.sumOffsets(rowOffsets, last) >>> 0).toBe(expected.length);
    for (const range of ranges) kernels.scanBlocks(bits, rowWords, ny, nz, ...range, label, runs, rowOffsets, parents);

    const words = arena.u32(runs, 2 * expected.length);
    expect(expected.map((_, i) => [words[2 * i] & 0xffff, words[2 * i] >>> 16, words[2 * i + 1]])).toEqual(
      expected.map(({ start, end }) => [start, end, label]),
    );
    expect(Array.from(arena.u32(parents, expected.length))).toEqual(expected.map((_, i) => i));
    const offsets = Array.from(arena.u32(rowOffsets, last + 1));
    expect(offsets).toEqual(offsets.map((_, row) => expected.filter((run) => run.row < row).length));
    arena.release(mark);
  };

  it("finds the runs of random masks", () => {
    fc.assert(
      fc.property(arbitraryMask(), fc.integer({ min: 1, max: 9 }), (volume, step) => {
        compare(volume);
        compare(flatten(volume), step);
      }),
      SEEDED,
    );
  });

  it.each(Object.entries(worstMasks()))("finds the runs of: %s", (_name, volume) => compare(volume, 2));

  it("takes any label", () => {
    const stripes = makeVolume([66, 3, 3], (x) => x % 5);
    for (const label of [1, 0x8000_0000, 0xffff_ffff]) compare(asMask(stripes, label));
  });
});
