import fc from "fast-check";
import { expect, it } from "vitest";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { findSurfaceSlowly } from "../../oracle/find-surface.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { packBits, surfaceOf, unpackBits } from "../../support/bits.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, makeVolume, SEEDED, worstVolumes } from "../../support/volumes.js";

describeBuilds("find-surface", (engine) => {
  const compare = (volume: PlainVolume, flat: boolean) => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const [nx, ny, nz] = volume.shape;
    const expected = findSurfaceSlowly(
      Uint8Array.from(volume.labels, (label) => Number(label !== 0)),
      flat ? [nx, ny] : volume.shape,
    );
    const { bits, blocks, count } = surfaceOf(engine(), volume, flat);
    expect(unpackBits(engine(), bits, volume.shape)).toEqual([...expected]);
    expect(count).toBe(expected.reduce((sum, value) => sum + value, 0));

    const stride = 8 * Math.ceil(nx / 512);
    const wanted = new Uint8Array(kernels.blocksBytes(nx, ny, nz));
    expected.forEach((value, i) => {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      const row = (z >> 3) * Math.ceil(ny / 8) + (y >> 3);
      if (value !== 0) wanted[row * stride + (x >> 6)] |= 1 << ((x >> 3) & 7);
    });
    expect([...arena.u8(blocks, wanted.length)]).toEqual([...wanted]);
    arena.release(mark);
  };

  it("marks what the oracle marks", () => {
    fc.assert(
      fc.property(arbitraryVolume(3), (volume) => compare(volume, false)),
      SEEDED,
    );
  });

  it("marks what the oracle marks of a flat slice", () => {
    fc.assert(
      fc.property(arbitraryVolume(3), ({ shape: [nx, ny], labels }) =>
        compare({ shape: [nx, ny, 1], labels: labels.slice(0, nx * ny) }, true),
      ),
      SEEDED,
    );
  });

  it.each(Object.entries(worstVolumes()))("does so on: %s", (_name, volume) => compare(volume, false));

  it("does so across words and blocks, and for rows longer than 512 voxels", () => {
    for (const nx of [63, 64, 65, 127, 128, 129, 511, 513, 600]) {
      compare(
        makeVolume([nx, 9, 10], (x, y, z) => Number((x % 63) + y + z < 70 && x !== 7)),
        false,
      );
    }
  });

  it.each<[string, Triple, boolean, number]>([
    // n³ − (n−2)³ voxels of a full box are surface; of a full slice, the rim; of one slice as a volume, all.
    ["box", [5, 6, 7], false, 5 * 6 * 7 - 3 * 4 * 5],
    ["slice", [20, 9, 1], true, 20 * 9 - 18 * 7],
    ["one slice as a volume", [20, 9, 1], false, 180],
    ["sheet", [1, 9, 8], false, 72],
    ["row", [40, 1, 1], false, 40],
    ["voxel", [1, 1, 1], false, 1],
    ["pixel", [1, 1, 1], true, 1],
    ["nothing", [0, 3, 3], false, 0],
  ])("counts a full %s", (_, shape, flat, expected) => {
    const { arena } = engine();
    const mark = arena.mark();
    const volume = makeVolume(shape, () => 1);
    expect(surfaceOf(engine(), volume, flat).count).toBe(expected);
    compare(volume, flat);
    arena.release(mark);
  });

  it("works in slabs, in any order", () => {
    const { arena, kernels } = engine();
    const [nx, ny, nz] = [70, 12, 19];
    const volume = makeVolume([nx, ny, nz], (x, y, z) => Number((x - 35) ** 2 / 9 + (y - 5) ** 2 + (z - 9) ** 2 < 81));
    const mark = arena.mark();
    const whole = surfaceOf(engine(), volume, false);
    const mask = packBits(engine(), volume);
    const bits = arena.allocateZeroed(kernels.bitsBytes(nx, ny, nz));
    let count = 0;
    for (let z = nz - 1; z >= 0; z -= 2) {
      count += kernels.findSurface(mask, nx, ny, nz, 0, bits, Math.max(0, z - 1), z + 1);
    }
    expect(count).toBe(whole.count);
    expect(unpackBits(engine(), bits, volume.shape)).toEqual(unpackBits(engine(), whole.bits, volume.shape));
    arena.release(mark);
  });
});
