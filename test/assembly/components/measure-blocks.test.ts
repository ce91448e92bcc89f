import fc from "fast-check";
import { expect, it } from "vitest";
import { labelBlocks } from "../../../bindings/components/label-blocks.js";
import { labelComponents as floodFill } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { measureLabels as oracle } from "../../oracle/measure-labels.js";
import { arbitraryMask, bitsInto, flatten, worstMasks } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

describeBuilds("measure-blocks", (engine) => {
  const compare = (volume: PlainVolume) => {
    const mark = engine().arena.mark();
    const [{ count, measures }] = labelBlocks(engine(), [bitsInto(engine(), volume)]);
    const expected = oracle({ ...volume, labels: floodFill(volume, volume.shape[2] === 1 ? 8 : 26) });
    expect(count).toBe(expected.size);
    for (const [label, measure] of expected) {
      const i = label - 1;
      expect(measures.voxels[i]).toBe(measure.voxels);
      expect(Array.from(measures.sums.subarray(3 * i, 3 * i + 3))).toEqual(measure.sum);
      const [x0, x1, y0, y1, z0, z1] = measures.boxes.subarray(6 * i, 6 * i + 6);
      expect([x0, y0, z0]).toEqual(measure.first);
      expect([x1, y1, z1]).toEqual(measure.last);
      expect(measures.firstVoxels[i]).toBe(measure.firstVoxel);
    }
    engine().arena.release(mark);
  };

  it("equals the oracle on random masks", () => {
    fc.assert(
      fc.property(arbitraryMask(), (volume) => {
        compare(volume);
        compare(flatten(volume));
      }),
      SEEDED,
    );
  });

  it.each(Object.entries(worstMasks()))("equals the oracle on: %s", (_name, volume) => compare(volume));

  it("sums exactly where 32 bits would not do", () => {
    // Σx = 120 rows · (65534 · 65535 / 2) = 120 · 2147385345 = 257686241400 > 2³².
    const mark = engine().arena.mark();
    const [{ measures }] = labelBlocks(engine(), [
      bitsInto(
        engine(),
        makeVolume([65_535, 12, 10], () => 1),
      ),
    ]);
    expect(measures.voxels[0]).toBe(65_535 * 120);
    expect(measures.sums[0]).toBe(257_686_241_400);
    engine().arena.release(mark);
  });
});
