import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Crc } from "../../../bindings/read/crc.js";
import { VoxelCrc } from "../../../bindings/read/voxel-crc.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { wordsOfRow } from "../../../bindings/volumes/bit-volume.js";
import { crc32 } from "../../oracle/crc32.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { packBits } from "../../oracle/pack-bits.js";
import { describeBuilds } from "../../support/builds.js";
import { splitmix64 } from "../../support/random.js";
import {
  arbitraryVolume,
  bytesOf,
  INTEGER_TYPES,
  type IntegerType,
  LARGEST,
  makeVolume,
  SEEDED,
  worstVolumes,
} from "../../support/volumes.js";

describeBuilds("checksum-bits", (engine) => {
  describe.each(INTEGER_TYPES)("%s", (dataType: IntegerType) => {
    const compare = (volume: PlainVolume, rowsPerCall = 1 << 20, before = 0x1234_5678) => {
      const { arena } = engine();
      const mark = arena.mark();
      const [nx, ny, nz] = volume.shape;
      const { words, label } = packBits(volume);
      const bits = arena.copyIn(BigUint64Array.from(words));
      const sum = new VoxelCrc(engine(), nx, { crc: new Crc(engine()), sum: before });
      for (let row = 0; row < ny * nz; row += rowsPerCall) {
        const rows = Math.min(rowsPerCall, ny * nz - row);
        sum.addBits({ bits, rowWords: wordsOfRow(nx), shape: volume.shape, label }, row, rows, bytesPerVoxel(dataType));
      }
      expect(sum.valueWith(0, 0)).toBe(crc32(bytesOf(volume, dataType), before));
      arena.release(mark);
    };
    const withLargest = (volume: PlainVolume): PlainVolume => {
      return { ...volume, labels: volume.labels.map((label) => (label === 0 ? 0 : LARGEST[dataType])) };
    };

    it("equals the oracle on the voxels of random volumes", () => {
      fc.assert(
        fc.property(arbitraryVolume(1), fc.integer({ min: 1, max: 9 }), (volume, rowsPerCall) => {
          compare(volume, rowsPerCall);
          compare(withLargest(volume), rowsPerCall);
        }),
        SEEDED,
      );
    });

    it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) =>
      compare(withLargest(volume)),
    );

    it("sums rows of every length, with any last voxel", () => {
      const random = splitmix64(6);
      for (let nx = 1; nx <= 140; nx++) {
        compare(makeVolume([nx, 4, 1], (x, y) => (y === 2 ? Number(x === nx - 1) : Number(y === 1 || random() < 0.5))));
      }
    });
  });
});
