import fc from "fast-check";
import { expect, it } from "vitest";
import { measureLabels } from "../../../bindings/components/measure-labels.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { measureLabels as oracle } from "../../oracle/measure-labels.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, makeVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("measure-labels", (engine) => {
  const compare = (volume: PlainVolume) => {
    const mark = engine().arena.mark();
    const count = Math.max(1, ...volume.labels);
    const { voxels, sums, boxes, firstVoxels } = measureLabels(engine(), scanInto(engine(), volume), count);
    const expected = oracle(volume);
    for (let label = 1; label <= count; label++) {
      const i = label - 1;
      const measure = expected.get(label);
      expect(voxels[i]).toBe(measure?.voxels ?? 0);
      if (measure === undefined) continue;
      expect(Array.from(sums.subarray(3 * i, 3 * i + 3))).toEqual(measure.sum);
      const [x0, x1, y0, y1, z0, z1] = boxes.subarray(6 * i, 6 * i + 6);
      expect([x0, y0, z0]).toEqual(measure.first);
      expect([x1, y1, z1]).toEqual(measure.last);
      expect(firstVoxels[i]).toBe(measure.firstVoxel);
    }
    engine().arena.release(mark);
  };

  it("equals the oracle on random volumes", () => {
    fc.assert(fc.property(arbitraryVolume(6), compare), SEEDED);
  });

  it.each(Object.entries(worstVolumes()))("equals the oracle on: %s", (_name, volume) => compare(volume));

  it("sums exactly where 32 bits would not do", () => {
    // Σx = 120 rows · (65534 · 65535 / 2) = 120 · 2147385345 = 257686241400 > 2³².
    const volume = makeVolume([65_535, 12, 10], () => 1);
    const { voxels, sums } = measureLabels(engine(), scanInto(engine(), volume, "uint8"), 1);
    expect(voxels[0]).toBe(65_535 * 120);
    expect(sums[0]).toBe(257_686_241_400);
  });
});
