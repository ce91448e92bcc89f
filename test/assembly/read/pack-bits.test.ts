import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { voxelCodec } from "../../../bindings/read/voxel-encoding.js";
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

function packed({ arena, kernels }: Engine, volume: PlainVolume, dataType: IntegerType, rowsPerCall = 1 << 20) {
  const mark = arena.mark();
  const [nx, ny, nz] = volume.shape;
  const { pack, bytes } = voxelCodec({ dataType, littleEndian: true, slope: 1, intercept: 0 });
  const rowBytes = 8 * Math.ceil(nx / 64);
  const size = rowBytes * ny * nz;
  // Behind the last voxel lies dirt, which may be read and must not count.
  const source = arena.copyIn(bytesOf(volume, dataType));
  const state = arena.allocate(4);
  arena.u32(state, 1)[0] = 0;
  const bits = arena.allocate(size);
  let row = 0;
  let refused = -1;
  while (row < ny * nz) {
    const wanted = Math.min(rowsPerCall, ny * nz - row);
    const done = kernels[pack](source + row * nx * bytes, nx, wanted, bits + row * rowBytes, state);
    if (done < 0) refused = row + ~done;
    else row += done;
    if (done < wanted) break;
  }
  const view = new DataView(arena.memory.buffer, bits, size);
  const words = Array.from({ length: row * (rowBytes / 8) }, (_, i) => view.getBigUint64(8 * i, true));
  const [label] = arena.u32(state, 1);
  arena.release(mark);
  return { found: { rows: row, label, words }, refused };
}

const SIGNED = INTEGER_TYPES.filter((dataType) => dataType.startsWith("int"));

describeBuilds("pack-bits", (engine) => {
  describe.each(INTEGER_TYPES)("%s", (dataType) => {
    const compare = (volume: PlainVolume, rowsPerCall?: number) => {
      expect(packed(engine(), volume, dataType, rowsPerCall)).toEqual({ found: packBits(volume), refused: -1 });
    };

    it("equals the oracle on random volumes of one label and of several", () => {
      fc.assert(
        fc.property(arbitraryVolume(LARGEST[dataType]), fc.integer({ min: 1, max: 9 }), (volume, rowsPerCall) => {
          compare(volume, rowsPerCall);
          const largest = Math.max(...volume.labels);
          compare({ ...volume, labels: volume.labels.map((label) => (label === 0 ? 0 : largest)) }, rowsPerCall);
        }),
        SEEDED,
      );
    });

    it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => compare(volume));

    it("packs rows of every length", () => {
      const random = splitmix64(4);
      for (let nx = 1; nx <= 200; nx++) {
        compare(makeVolume([nx, 3, 1], () => (random() < 0.5 ? LARGEST[dataType] : 0)));
        compare(makeVolume([nx, 2, 1], () => LARGEST[dataType]));
      }
    });

    it("finds a second label at every place, with any bits in common with the first", () => {
      for (const [first, second] of [
        [1, 2],
        [2, 3],
        [3, 1],
        [LARGEST[dataType], 1],
      ]) {
        for (const nx of [1, 17, 64, 100, 131]) {
          for (let at = 0; at < nx; at++) {
            compare(makeVolume([nx, 3, 1], (x, y) => (y === 1 && x === at ? second : y === 0 ? first : 0)));
          }
        }
      }
    });
  });

  it.each(SIGNED)("refuses a first label that is negative, and leaves a later one: %s", (dataType) => {
    for (const nx of [3, 64, 100]) {
      const late = makeVolume([nx, 4, 1], (x, y) => (y === 2 && x === nx - 1 ? -1 : 0));
      expect(packed(engine(), late, dataType)).toMatchObject({ refused: 2, found: { rows: 0 } });
      const second = makeVolume([nx, 4, 1], (x, y) => (y === 2 && x === nx - 1 ? -1 : y === 1 ? 1 : 0));
      expect(packed(engine(), second, dataType)).toMatchObject({ refused: -1, found: { rows: 2, label: 1 } });
    }
  });
});
