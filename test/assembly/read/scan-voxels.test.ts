import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { VolumeEncoder } from "../../../bindings/read/volume-encoder.js";
import { asRunVolume, copyVoxelsOut } from "../../../bindings/volumes/arena-volume.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { describeBuilds } from "../../support/builds.js";
import { voxelsOf } from "../../support/nifti.js";
import {
  arbitraryVolume,
  bytesOf,
  INTEGER_TYPES,
  type IntegerType,
  LARGEST,
  listedRuns,
  makeVolume,
  SEEDED,
  worstVolumes,
} from "../../support/volumes.js";

const PLAIN = { littleEndian: true, slope: 1, intercept: 0 } as const;

/** Scans a volume in pieces, that come from outside and lie in linear memory: to what is copied out, and to runs. */
function scanned(engine: Engine, volume: PlainVolume, dataType: IntegerType, piece: number) {
  const { arena } = engine;
  const before = arena.mark();
  const bytes = bytesOf(volume, dataType);
  const scan = (isInMemory: boolean) => {
    const there = arena.copyIn(bytes);
    const scanner = new VolumeEncoder(engine, volume.shape, { dataType, ...PLAIN });
    for (let i = 0; i < bytes.length; i += piece) {
      if (isInMemory) scanner.pushAt(there + i, Math.min(piece, bytes.length - i));
      else scanner.push(bytes.subarray(i, i + piece));
    }
    return scanner.finish().voxels;
  };
  const copy = copyVoxelsOut(engine, scan(false));
  const fromMemory = copyVoxelsOut(engine, scan(true));
  expect(fromMemory).toEqual(copy);
  const runs = listedRuns(engine, asRunVolume(engine, scan(false)));
  arena.release(before);
  return { voxels: voxelsOf({ ...copy, shape: volume.shape }), isBits: "bits" in copy, runs };
}

function expected(volume: PlainVolume) {
  const labels = new Set(volume.labels.filter((label) => label > 0));
  return { voxels: volume.labels, isBits: labels.size < 2, runs: scanRuns(volume) };
}

describeBuilds("scan-voxels", (engine) => {
  describe.each(INTEGER_TYPES)("%s", (dataType) => {
    it("finds the voxels again, in pieces of any length: bits of one label, runs of several", () => {
      fc.assert(
        fc.property(arbitraryVolume(LARGEST[dataType]), fc.integer({ min: 1, max: 900 }), (volume, piece) => {
          expect(scanned(engine(), volume, dataType, piece)).toEqual(expected(volume));
        }),
        SEEDED,
      );
    });

    it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => {
      expect(scanned(engine(), volume, dataType, 1 << 20)).toEqual(expected(volume));
    });
  });

  it("goes on with runs wherever the second label comes", () => {
    const shape = [70, 5, 3] as const;
    for (let at = 0; at < 70 * 15; at += 13) {
      const volume = makeVolume(shape, (x, y, z) =>
        x + 70 * (y + 5 * z) === at ? 2 : Number((x * 7 + y + z) % 5 < 2),
      );
      for (const piece of [111, 1 << 20]) expect(scanned(engine(), volume, "uint8", piece)).toEqual(expected(volume));
    }
  });

  it("goes on with runs that need more room than there was for those before", () => {
    const volume = makeVolume([1001, 60, 2], (x, y, z) => (x % 2) * (z === 1 && y === 50 ? 2 : 1));
    expect(scanned(engine(), volume, "uint8", 1 << 20)).toEqual(expected(volume));
  });

  it("keeps volumes as runs whose bits would take too much", () => {
    // A word a voxel where rows are one voxel long.
    const shape = [1, 4096, 2049];
    const mark = engine().arena.mark();
    const scanner = new VolumeEncoder(engine(), shape, { dataType: "uint8", ...PLAIN });
    scanner.push(new Uint8Array(4096 * 2049).fill(1, 5, 9));
    const copy = copyVoxelsOut(engine(), scanner.finish().voxels);
    engine().arena.release(mark);
    expect("runs" in copy && [...copy.runs]).toEqual([0x10000, 1, 0x10000, 1, 0x10000, 1, 0x10000, 1]);
  });

  it.each([
    [181, 1],
    [64, 1],
    [5001, 1],
    [181, 2],
  ])(
    "takes long pieces at any alignment, and ignores what comes after the last voxel (nx %d, %d labels)",
    (nx, labels) => {
      const volume = makeVolume([nx, 97, 31], (x, y, z) => {
        return Number((x * 7 + y * 5 + z * 3) % 97 < 9) * (1 + ((z >> 3) % labels));
      });
      const bytes = bytesOf(volume, "uint8");
      for (const piece of [4097, 70_001, 300_003]) {
        const mark = engine().arena.mark();
        const scanner = new VolumeEncoder(engine(), volume.shape, { dataType: "uint8", ...PLAIN });
        for (let i = 0, k = 0; i < bytes.length; i += piece, k++) {
          // A separate place in the buffer for every piece, and noise behind the last.
          const own = new Uint8Array(piece + (k % 11) + 5000).fill(3).subarray(k % 11);
          own.set(bytes.subarray(i, i + piece));
          scanner.push(i + piece < bytes.length ? own.subarray(0, piece) : own);
        }
        const voxels = voxelsOf({ ...copyVoxelsOut(engine(), scanner.finish().voxels), shape: volume.shape });
        engine().arena.release(mark);
        expect(voxels.findIndex((label, i) => label !== bytes[i])).toBe(-1);
      }
    },
  );

  it("scans rows as long as a run can say", () => {
    const volume = makeVolume([65_535, 1, 1], (x) => Number(x > 65_000));
    expect(scanned(engine(), volume, "uint8", 1 << 20).runs).toEqual([
      { row: 0, start: 65_001, end: 65_535, label: 1 },
    ]);
  });
});
