import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../bindings/engine.js";
import { RunScanner } from "../../bindings/scan-runs.js";
import type { PlainVolume } from "../oracle/label-volume.js";
import { scanRuns } from "../oracle/scan-runs.js";
import { describeBuilds } from "../support/builds.js";
import { arbitraryVolume, bytesOf, makeVolume, SEEDED, worstVolumes } from "../support/volumes.js";

const INTEGER_TYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int32"] as const;
type IntegerType = (typeof INTEGER_TYPES)[number];
const LARGEST: Record<IntegerType, number> = {
  uint8: 0xff,
  int8: 0x7f,
  uint16: 0xffff,
  int16: 0x7fff,
  uint32: 0xffff_ffff,
  int32: 0x7fff_ffff,
};

function scanned(engine: Engine, volume: PlainVolume, dataType: IntegerType, piece: number) {
  const before = engine.arena.used;
  const scanner = new RunScanner(engine, volume.shape, { dataType, littleEndian: true, slope: 1, intercept: 0 });
  const bytes = bytesOf(volume, dataType);
  for (let i = 0; i < bytes.length; i += piece) scanner.push(bytes.subarray(i, i + piece));
  const { runs, rowOffsets } = scanner.finish();
  expect(engine.arena.used).toBe(before);
  const found = [];
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    for (let i = rowOffsets[row]; i < rowOffsets[row + 1]; i++) {
      found.push({ row, start: runs[2 * i] & 0xffff, end: runs[2 * i] >>> 16, label: runs[2 * i + 1] });
    }
  }
  return found;
}

describeBuilds("scan-runs", (engine) => {
  describe.each(INTEGER_TYPES)("%s", (dataType) => {
    it("equals the oracle on random volumes, in pieces of any length", () => {
      fc.assert(
        fc.property(arbitraryVolume(LARGEST[dataType]), fc.integer({ min: 1, max: 900 }), (volume, piece) => {
          expect(scanned(engine(), volume, dataType, piece)).toEqual(scanRuns(volume));
        }),
        SEEDED,
      );
    });

    it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => {
      expect(scanned(engine(), volume, dataType, 1 << 20)).toEqual(scanRuns(volume));
    });
  });

  it("grows its room when a volume has a run for every other voxel", () => {
    const stripes = makeVolume([1001, 60, 2], (x) => x % 2);
    expect(scanned(engine(), stripes, "uint8", 1 << 20)).toHaveLength(500 * 120);
  });

  it.each([181, 64, 5001])(
    "takes long pieces at any alignment, and ignores what comes after the last voxel (nx %d)",
    (nx) => {
      const volume = makeVolume([nx, 97, 31], (x, y, z) => Number((x * 7 + y * 5 + z * 3) % 97 < 9));
      const expected = scanRuns(volume);
      const bytes = bytesOf(volume, "uint8");
      for (const piece of [4097, 70_001, 300_003]) {
        const scanner = new RunScanner(engine(), volume.shape, {
          dataType: "uint8",
          littleEndian: true,
          slope: 1,
          intercept: 0,
        });
        for (let i = 0, k = 0; i < bytes.length; i += piece, k++) {
          // A place of its own in its buffer for every piece, and noise behind the last.
          const own = new Uint8Array(piece + (k % 11) + 5000).fill(1).subarray(k % 11);
          own.set(bytes.subarray(i, i + piece));
          scanner.push(i + piece < bytes.length ? own.subarray(0, piece) : own);
        }
        const { runs, rowOffsets } = scanner.finish();
        expect(rowOffsets.at(-1)).toBe(expected.length);
        const found = expected.map(({ row }, i) => ({
          row,
          start: runs[2 * i] & 0xffff,
          end: runs[2 * i] >>> 16,
          label: runs[2 * i + 1],
        }));
        expect(found).toEqual(expected);
      }
    },
  );

  it("scans rows as long as a run can say", () => {
    const volume = makeVolume([65_535, 1, 1], (x) => Number(x > 65_000));
    expect(scanned(engine(), volume, "uint8", 1 << 20)).toEqual([{ row: 0, start: 65_001, end: 65_535, label: 1 }]);
  });
});
