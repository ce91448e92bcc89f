import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DataType } from "../../../base/types.js";
import { Crc } from "../../../bindings/read/crc.js";
import { VolumeEncoder } from "../../../bindings/read/volume-encoder.js";
import { copyVoxelsOut } from "../../../bindings/volumes/arena-volume.js";
import { crc32 } from "../../oracle/crc32.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { asMask } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import { voxelsOf } from "../../support/nifti.js";
import { arbitraryVolume, makeVolume, SEEDED } from "../../support/volumes.js";

const SETTERS: Readonly<Record<DataType, (view: DataView, at: number, value: number, little: boolean) => void>> = {
  uint8: (view, at, value) => view.setUint8(at, value),
  int8: (view, at, value) => view.setInt8(at, value),
  uint16: (view, at, value, little) => view.setUint16(at, value, little),
  int16: (view, at, value, little) => view.setInt16(at, value, little),
  uint32: (view, at, value, little) => view.setUint32(at, value, little),
  int32: (view, at, value, little) => view.setInt32(at, value, little),
  uint64: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little),
  int64: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little),
  float32: (view, at, value, little) => view.setFloat32(at, value, little),
  float64: (view, at, value, little) => view.setFloat64(at, value, little),
};
const DATA_TYPES = Object.keys(SETTERS) as DataType[];
const bytesOf = (dataType: DataType) => Number(/\d+/.exec(dataType)?.[0]) / 8;

/** How voxels are stored: as they are, in the other byte order, scaled, or moved. All labels are even. */
const STORED = [
  { littleEndian: true, slope: 1, intercept: 0 },
  { littleEndian: false, slope: 1, intercept: 0 },
  { littleEndian: true, slope: 2, intercept: 0 },
  { littleEndian: true, slope: 0.5, intercept: 0 },
  { littleEndian: false, slope: 1, intercept: -3 },
] as const;

describeBuilds("the sum of what is scanned", (engine) => {
  /** Scans a volume of even labels in pieces, and holds the sum and the voxels against the oracle's. */
  function compare(volume: PlainVolume, dataType: DataType, stored: (typeof STORED)[number], piece: number): void {
    const { arena } = engine();
    const mark = arena.mark();
    const size = bytesOf(dataType);
    const bytes = new Uint8Array(size * volume.labels.length);
    const view = new DataView(bytes.buffer);
    volume.labels.forEach((label, i) => {
      SETTERS[dataType](view, i * size, (label - stored.intercept) / stored.slope, stored.littleEndian);
    });
    const header = Uint8Array.from([1, 2, 3, 250]);
    const sumBefore = { crc: new Crc(engine()), sum: crc32(header) };
    const scanner = new VolumeEncoder(engine(), volume.shape, { dataType, ...stored }, { crcBefore: sumBefore });
    for (let at = 0, sum = sumBefore.sum; at < bytes.length; at += piece) {
      const next = bytes.subarray(at, at + piece);
      scanner.push(next);
      sum = crc32(next, sum);
      // After each piece the sum is that of all bytes so far, cut rows included.
      expect(scanner.sum).toBe(sum);
    }
    const copy = { ...copyVoxelsOut(engine(), scanner.finish().voxels), shape: volume.shape };
    expect(voxelsOf(copy)).toEqual(volume.labels);
    arena.release(mark);
  }

  const even = (volume: PlainVolume): PlainVolume => ({
    ...volume,
    labels: volume.labels.map((label) => 2 * label),
  });
  const random = fc.record({
    volume: arbitraryVolume(9).map(even),
    stored: fc.constantFrom(...STORED),
    pieces: fc.integer({ min: 1, max: 4 }),
  });

  describe.each(DATA_TYPES)("%s", (dataType) => {
    it("equals the oracle's: one label and several, plain, scaled and of either byte order", () => {
      fc.assert(
        fc.property(random, ({ volume, stored, pieces }) => {
          const piece = Math.ceil((bytesOf(dataType) * volume.labels.length) / pieces);
          compare(volume, dataType, stored, piece);
          compare(asMask(volume, 6), dataType, stored, piece);
        }),
        { ...SEEDED, numRuns: 40 },
      );
    });

    it.each(STORED)("equals the oracle's on one label that a second follows late: %j", (stored) => {
      const mask = makeVolume([67, 9, 3], (x, y, z) => 2 * Number((x + y + z) % 5 < 2));
      compare(mask, dataType, stored, 501);
      compare({ ...mask, labels: mask.labels.with(1700, 8) }, dataType, stored, 501);
    });
  });

  it("is null where nobody asked for it", () => {
    const mark = engine().arena.mark();
    const plain = { dataType: "uint8", littleEndian: true, slope: 1, intercept: 0 } as const;
    expect(new VolumeEncoder(engine(), [3, 2, 1], plain).sum).toBeNull();
    engine().arena.release(mark);
  });
});
