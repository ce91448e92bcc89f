import fc from "fast-check";
import { expect, it } from "vitest";
import { paintLabels } from "../../../bindings/volumes/paint-labels.js";
import { paintLabels as oracle } from "../../oracle/paint-labels.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, SEEDED, scanInto } from "../../support/volumes.js";

describeBuilds("paint-labels", (engine) => {
  it.each([0xff, 0xffff, 0xffff_ffff])("paints any box of any volume with labels up to %i", (maximum) => {
    const corner = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(arbitraryVolume(maximum), fc.tuple(corner, corner, corner, corner, corner, corner), (volume, cut) => {
        const mark = engine().arena.mark();
        const origin = volume.shape.map((n, axis) => Math.floor(n * cut[axis])) as [number, number, number];
        const shape = volume.shape.map(
          (n, axis) => 1 + Math.floor((n - origin[axis]) * cut[axis + 3]),
        ) as typeof origin;
        const list = scanInto(engine(), volume);
        const painted = paintLabels(engine(), [list], { origin, shape }, maximum);
        expect(painted.BYTES_PER_ELEMENT).toBe(maximum === 0xff ? 1 : maximum === 0xffff ? 2 : 4);
        const expected = oracle(volume, origin, shape);
        expect(Array.from(painted)).toEqual(expected);
        engine().arena.release(mark);
      }),
      SEEDED,
    );
  });
});
