// How many voxels each pair of labels shares: two run lists to a sparse table (reference, prediction) → voxels.
//
// Idea: the runs of a row of both sides are merged like two sorted lists; each piece in which both have a label adds
// its length to that pair. Neighbouring pieces mostly belong to the same pair, so lengths are added up in a register
// and only a change of pair touches the table, an open-addressing hash with linear probing.
//
// Cost: O(runs of both sides) expected; 16 bytes a slot, at most half of them filled. Never a dense matrix.
//
//   table | mask | entries | … 16 bytes |  slot 0: u32 reference, u32 prediction, f64 voxels | slot 1 | … | slot mask |
//                                          both labels 0: a free slot

import { RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

const HEADER: usize = 16;

function slotOf(table: usize, mask: u32, pair: u64): usize {
  let h = (<u32>pair * 0x9e3779b1) ^ (<u32>(pair >> 32) * 0x85ebca77);
  h ^= h >> 15;
  while (true) {
    const slot = table + HEADER + ((<usize>(h & mask)) << 4);
    const present = load<u64>(slot);
    if (present == pair || present == 0) return slot;
    h++;
  }
}

/** Adds voxels to a pair of the table. */
export function addPair(table: usize, mask: u32, pair: u64, voxels: u32): void {
  if (voxels == 0) return;
  const slot = slotOf(table, mask, pair);
  if (load<u64>(slot) == 0) {
    store<u64>(slot, pair);
    store<u32>(table, load<u32>(table, 4) + 1, 4);
  }
  store<f64>(slot, load<f64>(slot, 8) + <f64>voxels, 8);
}

/** Makes `table` an empty one of `slots` slots, a power of two. */
export function clearOverlap(table: usize, slots: u32): void {
  memory.fill(table, 0, HEADER + ((<usize>slots) << 4));
  store<u32>(table, slots - 1);
}

/**
 * Adds rows firstRow … lastRow − 1, at most 65,536 of them, to the table. Stops before a row that might fill it beyond the
 * half, and returns the row that it came to.
 */
export function countOverlap(
  referenceRuns: usize,
  referenceOffsets: usize,
  predictionRuns: usize,
  predictionOffsets: usize,
  firstRow: u32,
  lastRow: u32,
  table: usize,
): u32 {
  const mask = load<u32>(table);
  let pair: u64 = 0;
  // Cannot overflow: a row has at most 65,535 voxels.
  let voxels: u32 = 0;
  let row = firstRow;
  for (; row < lastRow; row++) {
    const offset = (<usize>row) << 2;
    const a = load<u32>(referenceOffsets + offset);
    const aEnd = load<u32>(referenceOffsets + offset, 4);
    const b = load<u32>(predictionOffsets + offset);
    const bEnd = load<u32>(predictionOffsets + offset, 4);
    if (a == aEnd || b == bEnd) continue;
    // Merging n and m runs yields at most n + m − 1 pieces; one more pair may wait in the register.
    if (load<u32>(table, 4) + (aEnd - a) + (bEnd - b) > mask >> 1) break;
    let pa = referenceRuns + ((<usize>a) << RUN_SHIFT);
    let pb = predictionRuns + ((<usize>b) << RUN_SHIFT);
    const ea = referenceRuns + ((<usize>aEnd) << RUN_SHIFT);
    const eb = predictionRuns + ((<usize>bEnd) << RUN_SHIFT);
    // Run by run with a cursor in the other row: up to a third faster than a merge that advances without a branch, where
    // every step waits for the one before.
    for (; pa < ea; pa += 8) {
      const ra = load<u64>(pa);
      const startA = runStart(ra);
      const endA = runEnd(ra);
      while (pb < eb && runEnd(load<u64>(pb)) <= startA) pb += 8;
      for (let p = pb; p < eb; p += 8) {
        const rb = load<u64>(p);
        const startB = runStart(rb);
        if (startB >= endA) break;
        const here = ((<u64>runLabel(rb)) << 32) | <u64>runLabel(ra);
        if (here != pair) {
          addPair(table, mask, pair, voxels);
          pair = here;
          voxels = 0;
        }
        voxels += min(endA, runEnd(rb)) - max(startA, startB);
      }
    }
  }
  addPair(table, mask, pair, voxels);
  return row;
}

/** Adds the pairs of `from` to those of `into`, of whose slots both together must leave half free. */
export function addOverlap(from: usize, into: usize): void {
  const mask = load<u32>(into);
  const slots = load<u32>(from) + 1;
  let entries = load<u32>(into, 4);
  for (let i: u32 = 0; i < slots; i++) {
    const entry = from + HEADER + ((<usize>i) << 4);
    const pair = load<u64>(entry);
    if (pair == 0) continue;
    const slot = slotOf(into, mask, pair);
    if (load<u64>(slot) == 0) {
      store<u64>(slot, pair);
      entries++;
    }
    store<f64>(slot, load<f64>(slot, 8) + load<f64>(entry, 8), 8);
  }
  store<u32>(into, entries, 4);
}

/** Writes the pairs that are in the table to `out`, 16 bytes each as in a slot, and returns how many there are. */
export function listOverlap(table: usize, out: usize): u32 {
  const slots = load<u32>(table) + 1;
  let to = out;
  for (let i: u32 = 0; i < slots; i++) {
    const entry = table + HEADER + ((<usize>i) << 4);
    const pair = load<u64>(entry);
    if (pair == 0) continue;
    store<u64>(to, pair);
    store<f64>(to, load<f64>(entry, 8), 8);
    to += 16;
  }
  return <u32>((to - out) >> 4);
}
