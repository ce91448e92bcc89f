import type fc from "fast-check";
import type { Engine } from "../../bindings/engine/engine.js";
import { type BitVolume, wordsOfRow } from "../../bindings/volumes/bit-volume.js";
import type { PlainVolume } from "../oracle/label-volume.js";
import { packBits } from "../oracle/pack-bits.js";
import { arbitraryPair, arbitraryVolume, makeVolume, worstVolumes } from "./volumes.js";

/** A volume with one label as bits in the arena. */
export function bitsInto({ arena }: Engine, volume: PlainVolume): BitVolume {
  const { words, label } = packBits(volume);
  const bits = arena.copyIn(BigUint64Array.from(words));
  return { bits, rowWords: wordsOfRow(volume.shape[0]), shape: volume.shape, label };
}

/** All labels made one. */
export function asMask(volume: PlainVolume, one = 1): PlainVolume {
  return { ...volume, labels: volume.labels.map((label) => (label === 0 ? 0 : one)) };
}

/** The same voxels in one slice. */
export function flatten({ shape: [nx, ny, nz], labels }: PlainVolume): PlainVolume {
  return { shape: [nx, ny * nz, 1], labels };
}

export const arbitraryMask = () => arbitraryVolume(9).map((volume) => asMask(volume));

export const arbitraryMasks = (): fc.Arbitrary<[PlainVolume, PlainVolume]> =>
  arbitraryPair(9).map(([reference, prediction]) => [asMask(reference), asMask(prediction)]);

/** Worst cases for blocks: runs over many words, over windows of 48 and 56 bits, contact at a corner only. */
export function worstMasks(): Record<string, PlainVolume> {
  const worst = Object.entries(worstVolumes()).map(([name, volume]) => [name, asMask(volume)] as const);
  return {
    ...Object.fromEntries(worst),
    "long rows that touch at their last voxel": makeVolume([300, 4, 2], (x, y) =>
      Number(y === 1 ? x < 150 : y === 2 && x >= 150),
    ),
    "long rows that miss each other by one": makeVolume([300, 4, 2], (x, y) =>
      Number(y === 1 ? x < 150 : y === 2 && x > 150),
    ),
    "rows of one block with a gap that another row fills": makeVolume([130, 6, 4], (x, y, z) =>
      Number(y === 0 ? x < 60 : y === 1 ? x >= 60 && z % 2 === 1 : y === 3 && x === 64),
    ),
    "runs of a block whose neighbours touch only one of its rows": makeVolume([200, 5, 5], (x, y, z) =>
      Number((y === 1 && z === 1 && x % 70 < 66) || (y === 2 && z === 2 && x % 70 === 66) || (y === 3 && z === 1)),
    ),
    "full rows": makeVolume([129, 3, 3], () => 1),
  };
}

/** A row up to x and a voxel near its end on another row, for lengths around those of words and windows. */
export function nearMisses([ay, az]: readonly [number, number], [by, bz]: readonly [number, number]): PlainVolume[] {
  const lengths = [1, 2, 8, 47, 48, 49, 56, 57, 63, 64, 65, 128, 131];
  return lengths.flatMap((nx) =>
    [0, 1, 46, 47, 48, 55, 56, 62, 63, 64, 112, 127, 130].flatMap((x) =>
      [-2, -1, 0, 1, 2]
        .filter((d) => x < nx && x + d >= 0 && x + d < nx)
        .map((d) =>
          makeVolume([nx, 4, 4], (u, y, z) =>
            Number((y === ay && z === az && u <= x) || (y === by && z === bz && u === x + d)),
          ),
        ),
    ),
  );
}
