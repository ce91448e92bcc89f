import fc from "fast-check";
import { expect, it } from "vitest";
import { findSurfaceSlowly } from "../oracle/find-surface.js";
import type { PlainVolume } from "../oracle/label-volume.js";
import { surfaceOf, unpackBits } from "../support/bits.js";
import { describeBuilds } from "../support/builds.js";
import { arbitraryVolume, makeVolume, SEEDED, worstVolumes } from "../support/volumes.js";

describeBuilds("find-surface-bits", (engine) => {
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
});
