/**
 * The voxels above a threshold in falling order: their keys, turned so that larger values come first, with their bits.
 *
 * **Idea**: digits of 11 bits are sorted one after the other, least significant first, equal ones as they are; those that all
 * voxels share are left out. Voxels of one value stay in the order of the volume.
 *
 * **Cost**: O(n) time; 2 · (4 + bytes of a key) bytes a voxel.
 */

import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";
import { PIECE, readKeys } from "./map-piece";
import { MapReading, storedBytes } from "./map-reading";
import { DIGIT_BITS, DIGITS, idOf, Tree } from "./tree-state";

/** Takes the keys of a stretch of a row, whose first bit and id are given. */
function take<K>(tree: Tree, how: MapReading, keys: usize, count: usize, bit: usize, id: usize, isTied: bool): void {
  const least = <K>how.leastKey;
  const counters = tree.above - 6 * (DIGITS << 2);
  for (let i: usize = 0; i < count; i++) {
    let key = load<K>(keys + i * sizeof<K>());
    // Values that are tied at 0 have one key.
    if (isTied) key = least;
    else if (key < least) key = least - 1;
    const falling = ~key;
    store<K>(tree.keys + (id + i) * sizeof<K>(), falling);
    store<u32>(tree.order + ((id + i) << 2), <u32>(bit + i));
    const word = tree.above + (((bit + i) >> 6) << 3);
    store<u64>(word, load<u64>(word) | ((<u64>1) << (<u64>(bit + i) & 63)));
    for (let digit: usize = 0; digit * DIGIT_BITS < sizeof<K>() * 8; digit++) {
      const part = <usize>(falling >> <K>(digit * DIGIT_BITS)) & (DIGITS - 1);
      const counter = counters + ((digit * DIGITS + part) << 2);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
}

/**
 * Takes the keys of the voxels of `runs` in rows firstRow … lastRow − 1.
 *
 * @param isTied whether all have one value
 */
export function takeTreeKeys(
  data: usize,
  reading: usize,
  runs: usize,
  rowOffsets: usize,
  firstRow: u32,
  lastRow: u32,
  isTied: bool,
  scratch: usize,
): void {
  const tree = changetype<Tree>(scratch);
  const how = changetype<MapReading>(reading);
  const isWide = storedBytes(how) == 8;
  const words = <usize>tree.words;
  let id = tree.count;
  for (let row = <usize>firstRow; row < <usize>lastRow; row++) {
    const end = load<u32>(rowOffsets + (row << 2), 4);
    let before = id;
    for (let i = load<u32>(rowOffsets + (row << 2)); i < end; i++) {
      const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
      for (let x = runStart(run); x < runEnd(run); x += PIECE) {
        const count = min(PIECE, runEnd(run) - x);
        const keys = readKeys(data, <u32>row * tree.nx + x, count, how);
        const bit = ((row * words) << 6) + x;
        if (isWide) take<u64>(tree, how, keys, count, bit, id, isTied);
        else take<u32>(tree, how, keys, count, bit, id, isTied);
        id += count;
      }
    }
    for (let w = row * words; w < (row + 1) * words; w++) {
      store<u32>(tree.ranks + (w << 2), before);
      before += <u32>popcnt<u64>(load<u64>(tree.above + (w << 3)));
    }
  }
  tree.count = id;
}

/** Turns the counters of a digit into places. Returns false if all voxels share it, so that it need not be sorted. */
export function beginTreeDigit(scratch: usize, digit: u32): bool {
  const tree = changetype<Tree>(scratch);
  const counters = tree.above - 6 * (DIGITS << 2) + ((<usize>digit * DIGITS) << 2);
  let sum: u32 = 0;
  for (let i: usize = 0; i < DIGITS; i++) {
    const here = load<u32>(counters + (i << 2));
    if (here == tree.count) return false;
    store<u32>(counters + (i << 2), sum);
    sum += here;
  }
  return true;
}

function scatter<K>(tree: Tree, digit: u32, first: u32, last: u32): void {
  const counters = tree.above - 6 * (DIGITS << 2) + ((<usize>digit * DIGITS) << 2);
  const shift = <K>(digit * DIGIT_BITS);
  const toKeys = tree.labels;
  const toOrder = tree.spare;
  for (let i = <usize>first; i < <usize>last; i++) {
    const key = load<K>(tree.keys + i * sizeof<K>());
    const counter = counters + ((<usize>(key >> shift) & (DIGITS - 1)) << 2);
    const place = <usize>load<u32>(counter);
    store<u32>(counter, <u32>place + 1);
    store<K>(toKeys + place * sizeof<K>(), key);
    store<u32>(toOrder + (place << 2), load<u32>(tree.order + (i << 2)));
  }
}

/** Sorts voxels first … last − 1 by a digit; the last of them ends it. */
export function sortTreeDigit(scratch: usize, keyBytes: u32, digit: u32, first: u32, last: u32): void {
  const tree = changetype<Tree>(scratch);
  if (keyBytes == 4) scatter<u32>(tree, digit, first, last);
  else scatter<u64>(tree, digit, first, last);
  if (last < tree.count) return;
  const keys = tree.keys;
  tree.keys = tree.labels;
  tree.labels = keys;
  const order = tree.order;
  tree.order = tree.spare;
  tree.spare = order;
}

/** Writes to the labels what instance of the reference each voxel lies in; 0 for none. */
export function codeTreeVoxels(scratch: usize, runs: usize, rowOffsets: usize): void {
  const tree = changetype<Tree>(scratch);
  memory.fill(tree.labels, 0, (<usize>tree.count) << 2);
  const rows = <usize>tree.ny * tree.nz;
  for (let row: usize = 0; row < rows; row++) {
    const end = load<u32>(rowOffsets + (row << 2), 4);
    for (let i = load<u32>(rowOffsets + (row << 2)); i < end; i++) {
      const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
      for (let x = <usize>runStart(run); x < <usize>runEnd(run); x++) {
        const word = row * tree.words + (x >> 6);
        const bit = <u64>x & 63;
        if ((load<u64>(tree.above + (word << 3)) >> bit) & 1) {
          store<u32>(tree.labels + (idOf(tree, word, bit) << 2), runLabel(run));
        }
      }
    }
  }
}
