import fc from "fast-check";
import { expect, it } from "vitest";
import { distanceTransform } from "../../../bindings/distances/distance-transform.js";
import { integerSpacing } from "../../../bindings/distances/integer-spacing.js";
import { squaredDistances } from "../../oracle/distance-transform.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { describeBuilds } from "../../support/builds.js";
import { arbitrarySites, goldenDistances, SPACINGS, worstSites } from "../../support/distance-volumes.js";
import { SEEDED } from "../../support/volumes.js";

describeBuilds("distance-transform", (engine) => {
  const run = (volume: PlainVolume, spacing: readonly number[]): Float64Array => {
    const { arena } = engine();
    const mark = arena.mark();
    const mask = arena.copyIn(Uint8Array.from(volume.labels, (label) => (label === 0 ? 0 : 255 - (label % 7))));
    const squared = distanceTransform(engine(), mask, volume.shape, spacing);
    const distances = arena.f64(squared, volume.labels.length).slice();
    arena.release(mark);
    return distances;
  };
  const compare = (volume: PlainVolume, spacing: readonly number[]) => {
    const { weights, unit } = integerSpacing(volume.shape, spacing);
    expect([...run(volume, spacing)]).toEqual(squaredDistances(volume, weights, unit));
  };

  it.each(SPACINGS)("equals the oracle with spacing %d×%d×%d", (...spacing) => {
    fc.assert(
      fc.property(arbitrarySites, (volume) => compare(volume, spacing)),
      { ...SEEDED, numRuns: 40 },
    );
  });

  it.each(Object.entries(worstSites()))("equals the oracle on: %s", (_name, volume) => {
    for (const spacing of SPACINGS) compare(volume, spacing);
  });

  it("gives Infinity everywhere if nothing is foreground", () => {
    const distances = run({ shape: [5, 4, 3], labels: Array(60).fill(0) }, [1, 1, 1]);
    expect(distances.every((distance) => distance === Number.POSITIVE_INFINITY)).toBe(true);
  });

  it.each(goldenDistances())("agrees with SciPy on $name", ({ volume, spacing, distance }) => {
    const squared = run(volume, spacing);
    for (const [i, expected] of distance.entries()) {
      expect(Math.abs(Math.sqrt(squared[i]) - expected)).toBeLessThanOrEqual(1e-6 * expected);
    }
  });

  it("reads distances at surface voxels in scan order, and no more than there is room for", () => {
    const { arena, kernels } = engine();
    for (let n = 0; n < 70; n++) {
      const mark = arena.mark();
      const squared = arena.copyIn(Float64Array.from({ length: n }, (_, i) => i * i));
      const surface = arena.copyIn(Uint8Array.from({ length: n }, (_, i) => Number(i % 3 === 0 || i > 60)));
      const expected = Array.from({ length: n }, (_, i) => i).filter((i) => i % 3 === 0 || i > 60);
      for (const room of [expected.length, expected.length >> 1]) {
        const out = arena.copyIn(new Float64Array(expected.length).fill(-1));
        expect(kernels.gatherDistances(squared, surface, n, out, room)).toBe(expected.length);
        const written = expected.map((distance, i) => (i < room ? distance : -1));
        expect([...arena.f64(out, expected.length)]).toEqual(written);
      }
      arena.release(mark);
    }
  });
});
