// The set of labels that occur in runs, and runs with their labels replaced.
//
// Idea: labels are up to 2³² − 1 and mostly few, so they are kept in an open-addressing hash table with linear probing.
// Neighbouring runs mostly share a label, so the last one is remembered and the table is seldom asked.
//
// Cost: O(runs) expected; eight bytes a slot, at most half of them filled.
//
//   table  | mask | entries | … 16 bytes |  slot 0: label, code | slot 1 | … | slot mask |       a label 0 is a free slot

import { packRun, RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

const HEADER: usize = 16;

function slotOf(table: usize, mask: u32, label: u32): usize {
  let h = label * 0x9e3779b1;
  h ^= h >> 15;
  while (true) {
    const slot = table + HEADER + ((<usize>(h & mask)) << 3);
    const present = load<u32>(slot);
    if (present == label || present == 0) return slot;
    h++;
  }
}

/** Makes `table` an empty one of `slots` slots, a power of two. */
export function clearLabelIndex(table: usize, slots: u32): void {
  memory.fill(table, 0, HEADER + ((<usize>slots) << 3));
  store<u32>(table, slots - 1);
}

/** Enters the labels of the runs first … last − 1. Stops where the table is half full, and returns how far it came. */
export function indexLabels(runs: usize, first: u32, last: u32, table: usize): u32 {
  const mask = load<u32>(table);
  let entries = load<u32>(table, 4);
  let known: u32 = 0;
  let i = first;
  for (; i < last; i++) {
    const label = runLabel(load<u64>(runs + ((<usize>i) << RUN_SHIFT)));
    if (label == known) continue;
    const slot = slotOf(table, mask, label);
    if (load<u32>(slot) == 0) {
      if (entries > mask >> 1) break;
      store<u32>(slot, label);
      entries++;
    }
    known = label;
  }
  store<u32>(table, entries, 4);
  return i;
}

/** Enters the labels and codes of `from` into `into`, which must be larger. */
export function moveLabelIndex(from: usize, into: usize): void {
  const mask = load<u32>(into);
  const slots = load<u32>(from) + 1;
  for (let i: u32 = 0; i < slots; i++) {
    const entry = load<u64>(from + HEADER + ((<usize>i) << 3));
    if (<u32>entry != 0) store<u64>(slotOf(into, mask, <u32>entry), entry);
  }
  store<u32>(into, load<u32>(from, 4), 4);
}

/**
 * Copies rows firstRow … lastRow − 1, each label replaced by its code in the table: runs of code 0 (or of labels that
 * are not in the table) are left out, runs that touch and have come to be equal become one. `next` is the first run of
 * the first row, `written` how many runs were written before; returns how many there are now. `out` may be `runs`, and
 * `outOffsets` may be `rowOffsets`.
 */
export function relabelRuns(
  runs: usize,
  rowOffsets: usize,
  firstRow: u32,
  lastRow: u32,
  next: u32,
  written: u32,
  table: usize,
  out: usize,
  outOffsets: usize,
): u32 {
  const mask = load<u32>(table);
  let label: u32 = 0;
  let code: u32 = 0;
  if (firstRow == 0) store<u32>(outOffsets, 0);
  for (let row = firstRow; row < lastRow; row++) {
    const end = load<u32>(rowOffsets + ((<usize>row) << 2), 4);
    let openEnd: u32 = u32.MAX_VALUE;
    let openCode: u32 = 0;
    for (; next < end; next++) {
      const run = load<u64>(runs + ((<usize>next) << RUN_SHIFT));
      if (runLabel(run) != label) {
        label = runLabel(run);
        code = load<u32>(slotOf(table, mask, label), 4);
      }
      if (code == 0) continue;
      if (runStart(run) == openEnd && code == openCode) {
        const last = out + ((<usize>(written - 1)) << RUN_SHIFT);
        store<u64>(last, packRun(runStart(load<u64>(last)), runEnd(run), code));
      } else {
        store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(runStart(run), runEnd(run), code));
        written++;
      }
      openEnd = runEnd(run);
      openCode = code;
    }
    store<u32>(outOffsets + ((<usize>row) << 2), written, 4);
  }
  return written;
}
