import fc from "fast-check";
import { expect, it } from "vitest";
import { RECORD_BYTES, readMeasures } from "../../../bindings/components/measure-labels.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { measureLabels as oracle } from "../../oracle/measure-labels.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("add-measures", (engine) => {
  /** Measures the rows before and from `border` on apart, and adds them the one way and the other. */
  const compare = (volume: PlainVolume, border: number) => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const count = volume.labels.reduce((most, label) => Math.max(most, label), 1);
    const { runs, rowOffsets, shape } = scanInto(engine(), volume);
    const [nx, ny, nz] = shape;
    const measured = [
      [0, border],
      [border, ny * nz],
    ].map(([first, last]) => {
      const records = arena.allocateZeroed(RECORD_BYTES * (count + 1));
      kernels.measureLabels(runs, rowOffsets, ny, first, last, records);
      return records;
    });
    const expected = oracle(volume);
    for (const [from, to] of [measured, [...measured].reverse()]) {
      const sum = arena.copyIn(arena.u8(to, RECORD_BYTES * (count + 1)).slice());
      kernels.addMeasures(from, sum, count);
      const { voxels, sums, boxes, firstVoxels } = readMeasures(engine(), sum, count, nx);
      for (let i = 0; i < count; i++) {
        const measure = expected.get(i + 1);
        expect(voxels[i]).toBe(measure?.voxels ?? 0);
        if (measure === undefined) continue;
        expect(Array.from(sums.subarray(3 * i, 3 * i + 3))).toEqual(measure.sum);
        const [x0, x1, y0, y1, z0, z1] = boxes.subarray(6 * i, 6 * i + 6);
        expect([x0, y0, z0]).toEqual(measure.first);
        expect([x1, y1, z1]).toEqual(measure.last);
        expect(firstVoxels[i]).toBe(measure.firstVoxel);
      }
    }
    arena.release(mark);
  };

  it("equals the oracle on random volumes", () => {
    fc.assert(
      fc.property(arbitraryVolume(6), fc.integer({ min: 0, max: 20 }), (volume, border) =>
        compare(volume, Math.min(border, volume.shape[1] * volume.shape[2])),
      ),
      SEEDED,
    );
  });

  it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) =>
    compare(volume, (volume.shape[1] * volume.shape[2]) >> 1),
  );
});
