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

/**
 * An oblique sheet, whose rim recedes along y and z together: there the last voxel of a word (y 62, z 127) becomes deletable by
 * what goes at its diagonal alone, in the first block of the row behind (y 63, z 128).
 */
function obliqueSheet() {
  const shape = [38, 68, 250] as const;
  const mask = new Uint8Array(shape[0] * shape[1] * shape[2]);
  for (let y = 23; y <= 66; y++) mask.fill(1, 38 * (y + 68 * (y + 65)), 38 * (y + 68 * (y + 65)) + 38);
  return { shape, mask };
}

/** A matcher would take longer than the oracle. */
function countDiffering(found: Uint8Array, expected: Uint8Array): number {
  return found.reduce((count, value, i) => count + Number(value !== expected[i]), 0);
}

describeBuilds("skeletonize volumes of many words", (engine) => {
  it("looks again at a word when its last voxel's diagonal neighbour in the next row goes", () => {
    const { shape, mask } = obliqueSheet();
    const slow = expected.get(obliqueSheet) ?? skeletonizeLeeSlowly(mask, shape);
    expected.set(obliqueSheet, slow);
    expect(countDiffering(skeletonizeMask(engine(), mask, shape), slow)).toBe(0);
  });

  it.each(CASES)("equals the oracle on $shape, $density of it foreground", (volume) => {
    const { shape, density } = volume;
    const mask = randomMask(shape, density, shape[0] + 100 * density);
    const slow = expected.get(volume) ?? skeletonizeLeeSlowly(mask, shape);
    expected.set(volume, slow);
    expect(countDiffering(skeletonizeMask(engine(), mask, shape), slow)).toBe(0);
  });
});
