import { expect, it } from "vitest";
import { describeBuilds } from "../../support/builds.js";

describeBuilds("fill-zeros", (engine) => {
  it("zeros the given bytes and no others", () => {
    const { arena, kernels } = engine();
    const mark = arena.mark();
    const pointer = arena.allocate(300);
    for (const offset of [0, 1, 7]) {
      for (const bytes of [0, 1, 15, 16, 17, 64, 255]) {
        arena.u8(pointer, 300).fill(7);
        kernels.fillZeros(pointer + offset, bytes);
        const expected = Array.from({ length: 300 }, (_, i) => (i >= offset && i < offset + bytes ? 0 : 7));
        expect([...arena.u8(pointer, 300)]).toEqual(expected);
      }
    }
    arena.release(mark);
  });
});
