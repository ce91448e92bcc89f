import fc from "fast-check";
import { expect, it } from "vitest";
import { countBlockOverlap } from "../../../bindings/components/count-overlap.js";
import { labelBlocks } from "../../../bindings/components/label-blocks.js";
import { countOverlap as oracle } from "../../oracle/count-overlap.js";
import { labelComponents as floodFill } from "../../oracle/label-components.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { arbitraryMasks, bitsInto, flatten, worstMasks } from "../../support/blocks.js";
import { describeBuilds } from "../../support/builds.js";
import { makeVolume, SEEDED } from "../../support/volumes.js";

describeBuilds("count-block-overlap", (engine) => {
  const compare = (reference: PlainVolume, prediction: PlainVolume) => {
    const mark = engine().arena.mark();
    const sides = [reference, prediction].map((volume) => bitsInto(engine(), volume));
    const [g, p] = labelBlocks(engine(), sides);
    const list = countBlockOverlap(engine(), g.list, p.list);
    const found = new Map(Array.from(list.voxels, (n, i) => [`${list.reference[i]} ${list.prediction[i]}`, n]));
    expect(found.size).toBe(list.voxels.length);
    const filled = [reference, prediction].map((volume) => {
      return { ...volume, labels: floodFill(volume, volume.shape[2] === 1 ? 8 : 26) };
    });
    expect(found).toEqual(oracle(filled[0], filled[1]));
    engine().arena.release(mark);
  };

  it("equals the oracle on random pairs", () => {
    fc.assert(
      fc.property(arbitraryMasks(), ([reference, prediction]) => {
        compare(reference, prediction);
        compare(flatten(reference), flatten(prediction));
      }),
      SEEDED,
    );
  });

  it.each(Object.entries(worstMasks()))("equals the oracle on: %s", (_name, volume) => {
    compare(volume, volume);
    compare(volume, { shape: volume.shape, labels: [...volume.labels].reverse() });
  });

  // Rows of both sides that have more than 511 runs together do not fit the first table, those of more than 2047 the next.
  it.each([255, 256, 257, 600, 1023, 1024, 1025])("counts the last row where a table is full: %i pairs", (pairs) => {
    for (const [ny, nz] of [
      [1, 1],
      [2, 1],
      [3, 1],
      [1, 3],
      [3, 3],
    ]) {
      const every = makeVolume([2 * pairs, ny, nz], (x, y, z) => Number(x % 2 === 0 && y % 2 === 0 && z % 2 === 0));
      const last = makeVolume([2 * pairs, ny, nz], (x, y, z) => Number(x % 2 === 0 && y === ny - 1 && z === nz - 1));
      compare(every, every);
      compare(last, every);
    }
  });

  it("grows its table when every other voxel is a pair", () => {
    const dots = makeVolume([200, 60, 4], (x, y, z) => Number(x % 2 === 0 && y % 2 === 0 && z % 2 === 0));
    compare(dots, dots);
  });
});
