import fc from "fast-check";
import { expect, it } from "vitest";
import type { Triple } from "../../../bindings/volumes/run-volume.js";
import { packBits } from "../../support/bits.js";
import { describeBuilds } from "../../support/builds.js";
import { SEEDED } from "../../support/volumes.js";

describeBuilds("count-shared", (engine) => {
  it("counts what a loop counts, for every shape", () => {
    const bit = fc.integer({ min: 0, max: 1 });
    const masks = fc.record({
      pairs: fc.array(fc.tuple(bit, bit), { minLength: 1, maxLength: 200 }),
      rows: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(masks, ({ pairs, rows }) => {
        const { arena, kernels } = engine();
        const mark = arena.mark();
        const kept = pairs.slice(0, Math.max(1, pairs.length - (pairs.length % rows)));
        const shape: Triple = kept.length % rows === 0 ? [kept.length / rows, rows, 1] : [kept.length, 1, 1];
        const a = packBits(engine(), { shape, labels: kept.map(([first]) => first) });
        const b = packBits(engine(), { shape, labels: kept.map(([, second]) => second) });
        const expected = kept.filter(([first, second]) => first === 1 && second === 1).length;
        expect(kernels.countShared(a, b, kernels.bitsBytes(...shape))).toBe(expected);
        arena.release(mark);
      }),
      SEEDED,
    );
  });
});
