import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../../bindings/engine/engine.js";
import { voxelCodec } from "../../../bindings/read/voxel-encoding.js";
import { RunWriter } from "../../../bindings/volumes/run-writer.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { scanRuns } from "../../oracle/scan-runs.js";
import { describeBuilds } from "../../support/builds.js";
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

function scanned(engine: Engine, volume: PlainVolume, dataType: IntegerType) {
  const { arena, kernels } = engine;
  const mark = arena.mark();
  const [nx, ny, nz] = volume.shape;
  const { scan, bytes } = voxelCodec({ dataType, littleEndian: true, slope: 1, intercept: 0 });
  const source = arena.copyIn(bytesOf(volume, dataType));
  const found = new RunWriter(engine, volume.shape);
  found.addUntil(ny * nz, ({ row, last, runs, rowOffsets, capacity }) => {
    return row + kernels[scan](source + row * nx * bytes, nx, last - row, runs, rowOffsets + 4 * row, capacity);
  });
  const list = listedRuns(engine, found.list());
  arena.release(mark);
  return list;
}

describeBuilds("scan-runs", (engine) => {
  describe.each(INTEGER_TYPES)("%s", (dataType) => {
    it("equals the oracle on random volumes", () => {
      fc.assert(
        fc.property(arbitraryVolume(LARGEST[dataType]), (volume) => {
          expect(scanned(engine(), volume, dataType)).toEqual(scanRuns(volume));
        }),
        SEEDED,
      );
    });

    it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => {
      expect(scanned(engine(), volume, dataType)).toEqual(scanRuns(volume));
    });
  });

  it("grows its room when a volume has a run for every other voxel", () => {
    const stripes = makeVolume([1001, 60, 2], (x) => x % 2);
    expect(scanned(engine(), stripes, "uint8")).toHaveLength(500 * 120);
  });
});
