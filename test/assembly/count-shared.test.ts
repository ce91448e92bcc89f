import fc from "fast-check";
import { expect, it } from "vitest";
import { describeBuilds } from "../support/builds.js";
import { SEEDED } from "../support/volumes.js";

describeBuilds("count-shared", (engine) => {
  it("counts what a loop counts, whatever the length", () => {
    const bit = fc.integer({ min: 0, max: 1 });
    const masks = fc.array(fc.tuple(bit, bit), { maxLength: 200 });
    fc.assert(
      fc.property(masks, (pairs) => {
        const { arena, kernels } = engine();
        const mark = arena.mark();
        const a = arena.copyIn(Uint8Array.from(pairs, ([first]) => first));
        const b = arena.copyIn(Uint8Array.from(pairs, ([, second]) => second));
        let expected = 0;
        for (const [first, second] of pairs) if (first === 1 && second === 1) expected++;
        expect(kernels.countShared(a, b, pairs.length)).toBe(expected);
        arena.release(mark);
      }),
      SEEDED,
    );
  });
});
