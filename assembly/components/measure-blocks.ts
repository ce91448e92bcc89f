// Measures each label on runs of blocks (block-rows.ts): the records of measure-labels.ts, counted on bits.
//
// Idea: the voxels of a run are counted by population count, a window at a time, in each of its four rows. The sum of their x
// is that of the window for each, and of the bits' places in it: one population count for each binary digit of a place.
// Without a branch that depends on the bits: twice as fast as a sum from the ends of rows that have one stretch only.
//
// Cost: O(runs · windows of a run); one cache line for each label.
//
// Runs of blocks do not come in the order of their first voxels, so that the first voxel of a label is the least of all.

import { blocksAlong, firstRowOf, rowBytes, WINDOW } from "../volumes/block-rows";
import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

const RECORD_SHIFT: usize = 6;

const ALL: u64 = -1;

/** The sum of the places of a word's bits: of the bits at places that have the binary digit 1, twos, fours, … 32. */
function sumOfPlaces(word: u64): u32 {
  return (
    <u32>popcnt(word & ((ALL / 0x3) << 1)) +
    ((<u32>popcnt(word & ((ALL / 0x5) << 2))) << 1) +
    ((<u32>popcnt(word & ((ALL / 0x11) << 4))) << 2) +
    ((<u32>popcnt(word & ((ALL / 0x101) << 8))) << 3) +
    ((<u32>popcnt(word & ((ALL / 0x1_0001) << 16))) << 4) +
    ((<u32>popcnt(word & (ALL << 32))) << 5)
  );
}

/** How many stretches of a row's window do not go on one that the bit before it, `before`, belongs to. */
function stretchesOf(word: u64, before: u64): u32 {
  return <u32>popcnt(word & ~((word << 1) | before));
}

/** The first x from `start` on at which a row has a bit; `stop` if there is none before it. */
function firstBit(row: usize, start: u32, stop: u32): u32 {
  for (let x = start; x < stop; x += WINDOW) {
    const word = load<u64>(row + (x >> 3)) >> (x & 7);
    if (word != 0) return min(stop, x + <u32>ctz(word));
  }
  return stop;
}

/**
 * Adds the block rows first … last − 1 to the records, which must have been zeroed before the first, and returns how many
 * stretches of voxels along x they have: as many runs as there are without blocks.
 */
export function measureBlocks(
  bits: usize,
  rowWords: u32,
  ny: u32,
  nz: u32,
  runs: usize,
  rowOffsets: usize,
  first: u32,
  last: u32,
  records: usize,
): u32 {
  const blocksY = blocksAlong(ny);
  const row = rowBytes(rowWords);
  const slice = row * ny;
  let stretches: u32 = 0;
  let Y = first % blocksY;
  let Z = first / blocksY;
  for (let block = first; block < last; block++) {
    const offset = rowOffsets + ((<usize>block) << 2);
    const end = load<u32>(offset, 4);
    const y = Y << 1;
    const z = Z << 1;
    const p = firstRowOf(bits, rowWords, ny, Y, Z);
    // Missing rows are read as their neighbours, and nothing of it is kept.
    const hasRow: u64 = y + 1 < ny ? -1 : 0;
    const hasSlice: u64 = z + 1 < nz ? -1 : 0;
    const beside = row & <usize>hasRow;
    const above = slice & <usize>hasSlice;
    for (let i = load<u32>(offset); i < end; i++) {
      const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
      const start = runStart(run);
      const stop = runEnd(run);
      const record = records + ((<usize>runLabel(run)) << RECORD_SHIFT);
      let voxels: u32 = 0;
      let sumX: f64 = 0;
      let inSecondRow: u32 = 0;
      let inSecondSlice: u32 = 0;
      let before0: u64 = 0;
      let before1: u64 = 0;
      let before2: u64 = 0;
      let before3: u64 = 0;
      for (let x = start; x < stop; x += WINDOW) {
        const at = p + (x >> 3);
        const shift = x & 7;
        const mask = <u64>-1 >> (64 - min(stop - x, WINDOW));
        const word0 = (load<u64>(at) >> shift) & mask;
        const word1 = (load<u64>(at + beside) >> shift) & mask & hasRow;
        const word2 = (load<u64>(at + above) >> shift) & mask & hasSlice;
        const word3 = (load<u64>(at + above + beside) >> shift) & mask & hasRow & hasSlice;
        stretches +=
          stretchesOf(word0, before0) +
          stretchesOf(word1, before1) +
          stretchesOf(word2, before2) +
          stretchesOf(word3, before3);
        before0 = word0 >> (WINDOW - 1);
        before1 = word1 >> (WINDOW - 1);
        before2 = word2 >> (WINDOW - 1);
        before3 = word3 >> (WINDOW - 1);
        const count1 = <u32>popcnt(word1);
        const count2 = <u32>popcnt(word2);
        const count3 = <u32>popcnt(word3);
        const count = <u32>popcnt(word0) + count1 + count2 + count3;
        voxels += count;
        inSecondRow += count1 + count3;
        inSecondSlice += count2 + count3;
        // How many of the four rows have each place, as a number of three binary digits: fewer words to sum over.
        const odd0 = word0 ^ word1;
        const odd1 = word2 ^ word3;
        const both = odd0 & odd1;
        const two0 = word0 & word1;
        const two1 = word2 & word3;
        const twos = two0 ^ two1 ^ both;
        const fours = two0 & two1;
        sumX += <f64>(count * x + sumOfPlaces(odd0 ^ odd1) + (sumOfPlaces(twos) << 1) + (sumOfPlaces(fours) << 2));
      }
      const minY = inSecondRow == voxels ? y + 1 : y;
      const maxY = inSecondRow == 0 ? y : y + 1;
      const minZ = inSecondSlice == voxels ? z + 1 : z;
      const maxZ = inSecondSlice == 0 ? z : z + 1;
      const known = load<f64>(record);
      store<f64>(record, known + <f64>voxels);
      store<f64>(record, load<f64>(record, 8) + sumX, 8);
      store<f64>(record, load<f64>(record, 16) + <f64>voxels * <f64>y + <f64>inSecondRow, 16);
      store<f64>(record, load<f64>(record, 24) + <f64>voxels * <f64>z + <f64>inSecondSlice, 24);
      if (known == 0) {
        store<u32>(record, start, 32);
        store<u32>(record, stop - 1, 36);
        store<u32>(record, minY, 40);
        store<u32>(record, maxY, 44);
        store<u32>(record, minZ, 48);
        store<u32>(record, maxZ, 52);
        store<u32>(record, u32.MAX_VALUE, 56);
      } else {
        store<u32>(record, min(load<u32>(record, 32), start), 32);
        store<u32>(record, max(load<u32>(record, 36), stop - 1), 36);
        store<u32>(record, min(load<u32>(record, 40), minY), 40);
        store<u32>(record, max(load<u32>(record, 44), maxY), 44);
        store<u32>(record, min(load<u32>(record, 48), minZ), 48);
        store<u32>(record, max(load<u32>(record, 52), maxZ), 52);
      }
      // Only the first blocks of a label can have a voxel before all those known.
      if (load<u32>(record, 56) > y + z * ny) {
        for (let j: u32 = 0; j < 4; j++) {
          const inRow = y + (j & 1) + (z + (j >> 1)) * ny;
          if (inRow >= load<u32>(record, 56)) break;
          if ((j & 1 && !hasRow) || (j > 1 && !hasSlice)) continue;
          const x = firstBit(p + (j & 1 ? beside : 0) + (j > 1 ? above : 0), start, stop);
          if (x == stop) continue;
          store<u32>(record, inRow, 56);
          store<u32>(record, x, 60);
        }
      }
    }
    if (++Y == blocksY) {
      Y = 0;
      Z++;
    }
  }
  return stretches;
}
