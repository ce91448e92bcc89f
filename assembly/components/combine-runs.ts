// Two run lists of one grid combined into a third: where both have labels, or where only the first has.
//
// Idea: the rows of both are walked like sorted lists, as when overlaps are counted, and each piece is written out.
//
// Cost: O(runs of both) time; at most n + m pieces for rows of n and m runs.
//
//   runs, rowOffsets       the first list
//   others, otherOffsets   the second
//   out, outOffsets        the result; `outOffsets[firstRow]` must be set, room for `capacity` runs
//
// A call handles as many whole rows as surely fit and returns the row that it came to.

import { packRun, RUN_SHIFT, runEnd, runLabel, runStart } from "../volumes/run-record";

/** Pieces where both lists have a label: (label of the first − 1) · factor + label of the second. */
export function intersectRuns(
  runs: usize,
  rowOffsets: usize,
  others: usize,
  otherOffsets: usize,
  firstRow: u32,
  lastRow: u32,
  factor: u32,
  out: usize,
  outOffsets: usize,
  capacity: u32,
): u32 {
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    const offset = (<usize>row) << 2;
    let a = load<u32>(rowOffsets + offset);
    let b = load<u32>(otherOffsets + offset);
    const aEnd = load<u32>(rowOffsets + offset, 4);
    const bEnd = load<u32>(otherOffsets + offset, 4);
    if (<u64>written + <u64>(aEnd - a) + <u64>(bEnd - b) > <u64>capacity) return row;
    while (a < aEnd && b < bEnd) {
      const ra = load<u64>(runs + ((<usize>a) << RUN_SHIFT));
      const rb = load<u64>(others + ((<usize>b) << RUN_SHIFT));
      const start = max(runStart(ra), runStart(rb));
      const end = min(runEnd(ra), runEnd(rb));
      if (start < end) {
        const label = (runLabel(ra) - 1) * factor + runLabel(rb);
        store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, end, label));
        written++;
      }
      if (runEnd(ra) < runEnd(rb)) a++;
      else b++;
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
}

/** Pieces of the first list that lie outside the second list's runs of `label` (0: of any label). */
export function subtractRuns(
  runs: usize,
  rowOffsets: usize,
  others: usize,
  otherOffsets: usize,
  firstRow: u32,
  lastRow: u32,
  label: u32,
  out: usize,
  outOffsets: usize,
  capacity: u32,
): u32 {
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    const offset = (<usize>row) << 2;
    const aEnd = load<u32>(rowOffsets + offset, 4);
    const bEnd = load<u32>(otherOffsets + offset, 4);
    let b = load<u32>(otherOffsets + offset);
    const first = load<u32>(rowOffsets + offset);
    if (<u64>written + <u64>(aEnd - first) + <u64>(bEnd - b) > <u64>capacity) return row;
    for (let a = first; a < aEnd; a++) {
      const run = load<u64>(runs + ((<usize>a) << RUN_SHIFT));
      const end = runEnd(run);
      let start = runStart(run);
      while (b < bEnd) {
        const other = load<u64>(others + ((<usize>b) << RUN_SHIFT));
        if (runStart(other) >= end) break;
        if (runEnd(other) > start && (label == 0 || runLabel(other) == label)) {
          if (runStart(other) > start) {
            store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, runStart(other), runLabel(run)));
            written++;
          }
          start = min(runEnd(other), end);
        }
        // A hole that reaches beyond this run may cover the next one too.
        if (runEnd(other) > end) break;
        b++;
      }
      if (start < end) {
        store<u64>(out + ((<usize>written) << RUN_SHIFT), packRun(start, end, runLabel(run)));
        written++;
      }
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
}
