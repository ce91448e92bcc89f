import fc from "fast-check";
import { expect, it } from "vitest";
import { countOverlap } from "../../../bindings/components/count-overlap.js";
import { MAXIMUM_ROW_LENGTH, ROWS_PER_CALL } from "../../../bindings/volumes/run-volume.js";
import { countOverlap as oracle } from "../../oracle/count-overlap.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryPair, makeVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("count-overlap", (engine) => {
  const compare = (reference: PlainVolume, prediction: PlainVolume) => {
    const mark = engine().arena.mark();
    const list = countOverlap(engine(), scanInto(engine(), reference), scanInto(engine(), prediction));
    const found = new Map(Array.from(list.voxels, (n, i) => [`${list.reference[i]} ${list.prediction[i]}`, n]));
    expect(found.size).toBe(list.voxels.length);
    expect(found).toEqual(oracle(reference, prediction));
    engine().arena.release(mark);
  };

  it("equals the oracle on random pairs", () => {
    fc.assert(
      fc.property(arbitraryPair(0xffff_ffff), ([reference, prediction]) => compare(reference, prediction)),
      SEEDED,
    );
  });

  const worst = Object.entries(worstVolumes());
  it.each(worst)("equals the oracle on: %s", (_name, volume) => {
    compare(volume, volume);
    compare(volume, { shape: volume.shape, labels: [...volume.labels].reverse() });
  });

  it("grows its table when every voxel is another pair", () => {
    const reference = makeVolume([100, 100, 8], (x, y, z) => 1 + x + 100 * (y + 100 * z));
    const prediction = makeVolume([100, 100, 8], (x, y, z) => 80_000 - x - 100 * (y + 100 * z));
    compare(reference, prediction);
  });

  // Rows of both sides that have more than 511 runs together do not fit the first table, those of more than 2047 the next.
  it.each([255, 256, 257, 600, 1023, 1024, 1025])("counts the last row where a table is full: %i pairs", (nx) => {
    const rows = (ny: number, nz: number) => makeVolume([nx, ny, nz], (x, y, z) => 1 + x + nx * (y + ny * z));
    for (const [ny, nz] of [
      [1, 1],
      [2, 1],
      [1, 3],
    ]) {
      compare(rows(ny, nz), rows(ny, nz));
      // Only the last row has labels.
      const last = makeVolume([nx, ny, nz], (x, y, z) => Number(y === ny - 1 && z === nz - 1) * (x + 1));
      compare(last, rows(ny, nz));
    }
  });

  it("adds up the longest rows that one call may take", () => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const rows = 65_536;
    const rowOffsets = arena.copyIn(Uint32Array.from({ length: rows + 1 }, (_, row) => row));
    const whole = MAXIMUM_ROW_LENGTH << 16;
    const runs = arena.copyIn(Uint32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? whole : 9)));
    const table = arena.allocate(16 + 16 * 8);
    kernels.clearOverlap(table, 8);
    expect(kernels.countOverlap(runs, rowOffsets, runs, rowOffsets, 0, rows, table) >>> 0).toBe(rows);
    const out = arena.allocate(16);
    expect(kernels.listOverlap(table, out)).toBe(1);
    expect([...arena.u32(out, 2)]).toEqual([9, 9]);
    // 65,536 · 65,535 = 2³² − 2¹⁶, which 32 bits still hold.
    expect(arena.f64(out, 2)[1]).toBe(2 ** 32 - 2 ** 16);
    expect(ROWS_PER_CALL).toBeLessThanOrEqual(rows / 4);
    arena.release(mark);
  });

  it("keeps labels up to 2³² − 1 apart", () => {
    const reference = makeVolume([4, 1, 1], (x) => [0xffff_ffff, 0xffff_fffe, 1, 0][x]);
    const prediction = makeVolume([4, 1, 1], (x) => [1, 0xffff_ffff, 0xffff_ffff, 1][x]);
    compare(reference, prediction);
  });
});
