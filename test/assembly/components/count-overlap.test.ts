import fc from "fast-check";
import { expect, it } from "vitest";
import { countOverlap } from "../../../bindings/components/count-overlap.js";
import { countOverlap as oracle } from "../../oracle/count-overlap.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryPair, makeVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

describeBuilds("count-overlap", (engine) => {
  const compare = (reference: PlainVolume, prediction: PlainVolume) => {
    const mark = engine().arena.mark();
    const list = countOverlap(engine(), scanInto(engine(), reference), scanInto(engine(), prediction));
    const found = new Map(Array.from(list.voxels, (n, i) => [`${list.reference[i]} ${list.prediction[i]}`, n]));
    expect(found.size).toBe(list.voxels.length);
    expect(found).toEqual(oracle(reference, prediction));
    engine().arena.release(mark);
  };

  it("equals the oracle on random pairs", () => {
    fc.assert(
      fc.property(arbitraryPair(0xffff_ffff), ([reference, prediction]) => compare(reference, prediction)),
      SEEDED,
    );
  });

  const worst = Object.entries(worstVolumes());
  it.each(worst)("equals the oracle on: %s", (_name, volume) => {
    compare(volume, volume);
    compare(volume, { shape: volume.shape, labels: [...volume.labels].reverse() });
  });

  it("grows its table when every voxel is another pair", () => {
    const reference = makeVolume([100, 100, 8], (x, y, z) => 1 + x + 100 * (y + 100 * z));
    const prediction = makeVolume([100, 100, 8], (x, y, z) => 80_000 - x - 100 * (y + 100 * z));
    compare(reference, prediction);
  });

  it("keeps labels up to 2³² − 1 apart", () => {
    const reference = makeVolume([4, 1, 1], (x) => [0xffff_ffff, 0xffff_fffe, 1, 0][x]);
    const prediction = makeVolume([4, 1, 1], (x) => [1, 0xffff_ffff, 0xffff_ffff, 1][x]);
    compare(reference, prediction);
  });
});
