import fc from "fast-check";
import { expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { asRunVolume } from "../../../bindings/volumes/arena-volume.js";
import type { BitVolume } from "../../../bindings/volumes/bit-volume.js";
import { wordsOfRow } from "../../../bindings/volumes/bit-volume.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { packBits } from "../../oracle/pack-bits.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { describeBuilds } from "../../support/builds.js";
import { splitmix64 } from "../../support/random.js";
import { arbitraryVolume, listedRuns, makeVolume, SEEDED, worstVolumes } from "../../support/volumes.js";

function bitsIn({ arena }: Engine, volume: PlainVolume): BitVolume {
  const { words, label } = packBits(volume);
  return {
    bits: arena.copyIn(BigUint64Array.from(words)),
    rowWords: wordsOfRow(volume.shape[0]),
    shape: volume.shape,
    label,
  };
}

describeBuilds("unpack-runs", (engine) => {
  const compare = (volume: PlainVolume) => {
    const mark = engine().arena.mark();
    expect(listedRuns(engine(), asRunVolume(engine(), bitsIn(engine(), volume)))).toEqual(scanRuns(volume));
    engine().arena.release(mark);
  };
  const withOneLabel = (volume: PlainVolume, one: number): PlainVolume => {
    return { ...volume, labels: volume.labels.map((label) => (label === 0 ? 0 : one)) };
  };

  it("equals the oracle on random volumes", () => {
    fc.assert(
      fc.property(arbitraryVolume(9), fc.integer({ min: 1, max: 0xffff_ffff }), (volume, one) =>
        compare(withOneLabel(volume, one)),
      ),
      SEEDED,
    );
  });

  it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => {
    compare(withOneLabel(volume, 0x8000_0001));
  });

  it("unpacks rows of every length, full ones too", () => {
    const random = splitmix64(5);
    for (let nx = 1; nx <= 200; nx++) {
      compare(makeVolume([nx, 3, 1], (_x, y) => (y === 1 || random() < 0.5 ? 7 : 0)));
    }
  });

  it("takes no more room for many rows than their runs need", () => {
    const { arena } = engine();
    const mark = arena.mark();
    const shape = [3, 200, 100] as const;
    const list = bitsIn(
      engine(),
      makeVolume(shape, (x, y) => Number(x === 1 && y % 50 === 0)),
    );
    const before = arena.memory.buffer.byteLength;
    expect(asRunVolume(engine(), list).runCount).toBe(400);
    expect(arena.memory.buffer.byteLength - before).toBeLessThan(1e6);
    arena.release(mark);
  });

  it("unpacks from a row on, and stops before runs that might not fit", () => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const nx = 131;
    const volume = makeVolume([nx, 40, 1], (x, y) => Number(x % 2 === 0 && y % 3 === 0));
    const expected = scanRuns(volume);
    const { bits } = bitsIn(engine(), volume);
    for (const capacity of [0, 65, 66, 131, 132, 500]) {
      const rowOffsets = arena.allocate(4 * 41);
      const runs = arena.allocate(8 * capacity);
      arena.u32(rowOffsets, 41).fill(77);
      arena.u32(rowOffsets, 41)[3] = 0;
      const row = kernels.unpackRuns(bits, nx, 1, 3, 40, runs, rowOffsets, capacity);
      const offsets = [...arena.u32(rowOffsets, 41)];
      // A row of 131 voxels may have 66 runs, and does if its number is a multiple of 3.
      const filled = Math.floor(capacity / 66);
      expect(row).toBe(
        filled === 0 ? 3 : Math.min(40, 3 + 3 * (filled - 1) + 1 + (capacity - 66 * filled >= 66 ? 1 : 0)),
      );
      expect(offsets.slice(0, 3)).toEqual([77, 77, 77]);
      for (let r = 3; r <= row; r++) {
        expect(offsets[r]).toBe(expected.filter((run) => run.row >= 3 && run.row < r).length);
      }
    }
    arena.release(mark);
  });
});
