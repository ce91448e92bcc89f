import fc from "fast-check";
import { expect, it } from "vitest";
import { paintBits } from "../../../bindings/distances/surface-bits.js";
import { paintLabels } from "../../oracle/paint-labels.js";
import { packBits, unpackBits } from "../../support/bits.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitraryVolume, makeVolume, SEEDED, scanInto, worstVolumes } from "../../support/volumes.js";

type Triple = [number, number, number];

describeBuilds("paint-bits", (engine) => {
  const compare = (volume: ReturnType<typeof makeVolume>, origin: Triple, shape: Triple, labels: number[]) => {
    const { arena } = engine();
    const mark = arena.mark();
    // The arena is dirty, so that a box that is not zeroed shows.
    arena.u8(arena.allocate(1 << 16), 1 << 16).fill(255);
    arena.release(mark);
    const list = scanInto(engine(), volume);
    const bits = unpackBits(engine(), paintBits(engine(), list, { origin, shape }, labels), shape);
    expect(bits).toEqual(paintLabels(volume, origin, shape).map((label) => Number(labels.includes(label))));
    arena.release(mark);
  };

  it("paints what the oracle paints, for one label, a few and many", () => {
    const arbitrary = arbitraryVolume(12).chain((volume) =>
      fc.record({
        volume: fc.constant(volume),
        low: fc.tuple(...volume.shape.map((n) => fc.integer({ min: 0, max: n - 1 }))),
        part: fc.tuple(fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 1 })),
        labels: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 0, maxLength: 9 }),
      }),
    );
    fc.assert(
      fc.property(arbitrary, ({ volume, low, part, labels }) => {
        const [x, y, z] = low;
        const extent = volume.shape.map((n, axis) => 1 + Math.floor(part[axis] * (n - 1 - low[axis])));
        compare(volume, [x, y, z], [extent[0], extent[1], extent[2]], labels);
      }),
      { ...SEEDED, numRuns: 100 },
    );
  });

  it.each(Object.entries(worstVolumes()))("paints all of: %s", (_name, volume) => {
    const labels = [...new Set(volume.labels)].filter((label) => label !== 0);
    compare(volume, [0, 0, 0], [...volume.shape], labels);
    for (const label of labels.slice(0, 3)) compare(volume, [0, 0, 0], [...volume.shape], [label]);
  });

  it("sets every stretch of a row of three words", () => {
    for (let from = 0; from < 140; from += 7) {
      for (let to = from + 1; to <= 140; to += 5) {
        const row = makeVolume([140, 1, 1], (x) => Number(x >= from && x < to));
        compare(row, [0, 0, 0], [140, 1, 1], [1]);
      }
    }
  });

  it("unpacks into bytes, slice by slice", () => {
    const { arena, kernels } = engine();
    for (const nx of [1, 7, 63, 64, 65, 130]) {
      const volume = makeVolume([nx, 3, 4], (x, y, z) => Number((x * 7 + y * 5 + z * 3) % 4 === 0));
      const mark = arena.mark();
      const bits = packBits(engine(), volume);
      const mask = arena.copyIn(new Uint8Array(12 * nx).fill(9));
      kernels.unpackBits(bits, nx, 3, 1, 3, mask);
      const expected = volume.labels.map((label, i) => (i >= 3 * nx && i < 9 * nx ? label : 9));
      expect([...arena.u8(mask, 12 * nx)]).toEqual(expected);
      arena.release(mark);
    }
  });
});
