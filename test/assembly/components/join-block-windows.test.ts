import { describe, expect, it } from "vitest";
import { labelBlocks } from "../../../bindings/components/label-blocks.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { type BitVolume, bitBytes, wordsOfRow } from "../../../bindings/volumes/bit-volume.js";
import { describeBuilds } from "../../support/builds.js";

/** A stretch of voxels of the row y + ny·z, `end` not included. */
interface Bar {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

/** Bars as bits in the arena. */
function barsInto({ arena }: Engine, shape: readonly [number, number, number], bars: readonly Bar[]): BitVolume {
  const rowWords = wordsOfRow(shape[0]);
  const bits = arena.allocateZeroed(bitBytes(shape));
  const bytes = arena.u8(bits, bitBytes(shape));
  for (const { row, start, end } of bars) {
    for (let x = start; x < end; x++) bytes[8 * rowWords * row + (x >> 3)] |= 1 << (x & 7);
  }
  return { bits, rowWords, shape, label: 1 };
}

const NX = 200;

/** Rows of a case, which is six rows high and four slices deep, as [y, z]. */
interface Places {
  readonly bar: readonly [number, number];
  readonly voxel: readonly [number, number];
}

const DIRECTIONS: Readonly<Record<string, readonly [Places, Places]>> = {
  "along y": [
    { bar: [0, 0], voxel: [1, 0] },
    { bar: [3, 0], voxel: [2, 0] },
  ],
  "along z": [
    { bar: [0, 0], voxel: [0, 1] },
    { bar: [0, 3], voxel: [0, 2] },
  ],
  "along both": [
    { bar: [0, 0], voxel: [1, 1] },
    { bar: [3, 3], voxel: [2, 2] },
  ],
  "along both, backwards": [
    { bar: [3, 0], voxel: [2, 1] },
    { bar: [0, 3], voxel: [1, 2] },
  ],
};

/** Where the two bars begin: at, before and behind the begins of words and bytes. */
const STARTS = [
  [0, 0],
  [1, 0],
  [0, 9],
  [7, 50],
  [63, 64],
  [5, 5],
] as const;

/*
 * The kernel looks at two runs a window of 48 voxels at a time. A case is two bars to the row's end, each with a voxel on the row
 * that faces the other's, and these two voxels, at x and x + d, are all that may touch: if |d| ≤ 1. All x are tried, so that each
 * border of a window is met from both sides. The cases lie one above the other in one volume, two empty rows between them.
 */
describeBuilds("join-blocks, where windows end", (engine) => {
  describe.each(Object.entries(DIRECTIONS))("%s", (_name, [a, b]) => {
    it.each(STARTS)("tells contact from a near miss at every x of bars from %i and %i on", (startA, startB) => {
      const cases: (readonly [x: number, other: number])[] = [];
      for (let x = startA; x < NX; x++) {
        for (const d of [-2, -1, 0, 1, 2]) if (x + d >= startB && x + d < NX) cases.push([x, x + d]);
      }
      const shape = [NX, 6 * cases.length, 4] as const;
      const rowOf = (index: number, [y, z]: readonly [number, number]) => 6 * index + y + shape[1] * z;
      const bars: Bar[] = [];
      const firstVoxels: number[] = [];
      for (const [i, [x, other]] of cases.entries()) {
        const [firstBar, lastBar] = [rowOf(i, a.bar), rowOf(i, b.bar)];
        const [voxel, otherVoxel] = [rowOf(i, a.voxel), rowOf(i, b.voxel)];
        bars.push({ row: firstBar, start: startA, end: NX }, { row: voxel, start: x, end: x + 1 });
        bars.push({ row: lastBar, start: startB, end: NX }, { row: otherVoxel, start: other, end: other + 1 });
        firstVoxels.push(startA + NX * firstBar);
        // The voxel of the second bar comes before the bar.
        if (Math.abs(x - other) > 1) firstVoxels.push(other + NX * otherVoxel);
      }
      const mark = engine().arena.mark();
      const [{ measures }] = labelBlocks(engine(), [barsInto(engine(), shape, bars)]);
      expect([...measures.firstVoxels]).toEqual(firstVoxels.sort((p, q) => p - q));
      engine().arena.release(mark);
    });
  });
});
