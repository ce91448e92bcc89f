import { expect, it } from "vitest";
import { skeletonizeLeeSlowly } from "../../oracle/skeletonize.js";
import { describeBuilds } from "../../support/builds.js";
import { randomMask, type VolumeShape } from "../../support/masks.js";
import { skeletonizeMask } from "../../support/skeletonize-mask.js";

/*
 * The kernel skips 64 blocks (a word of its map) near which nothing was deleted since the same border was last peeled. That
 * shows only in volumes of many words, in parts of which thinning ends early. Thin, long volumes have few voxels a word, so that
 * often one deletion alone keeps a word from being skipped.
 */
const SHAPES: readonly VolumeShape[] = [
  [400, 7, 7],
  [240, 12, 9],
  [60, 60, 5],
  [100, 30, 7],
  [10, 200, 10],
];
const DENSITIES = [0.3, 0.7, 0.8, 0.85, 0.9, 0.95];

const CASES = [
  ...SHAPES.flatMap((shape) => DENSITIES.map((density) => ({ shape, density }))),
  { shape: [30, 40, 100] as const, density: 0.3 },
  { shape: [30, 40, 100] as const, density: 0.8 },
];

/** The oracle's answers, found once for all builds. */
const expected = new Map<object, Uint8Array>();

describeBuilds("skeletonize volumes of many words", (engine) => {
  it.each(CASES)("equals the oracle on $shape, $density of it foreground", (volume) => {
    const { shape, density } = volume;
    const mask = randomMask(shape, density, shape[0] + 100 * density);
    const slow = expected.get(volume) ?? skeletonizeLeeSlowly(mask, shape);
    expected.set(volume, slow);
    const found = skeletonizeMask(engine(), mask, shape);
    // Compared as buffers: a matcher would take longer than the oracle.
    const differing = found.reduce((count, value, i) => count + Number(value !== slow[i]), 0);
    expect(differing).toBe(0);
  });
});
