/**
 * Candidates of a component tree: for each component C of {m ≥ max(t, p / ratio)} whose largest value is p. Without a ratio these are
 * the components of {m ≥ t}.
 *
 * **Idea**: a branch with the peak p is a candidate if it ended below its threshold, or never. Any other branch belongs to the
 * candidate of its heir, if it ended above that one's threshold. Heirs have smaller numbers, so that one pass over the branches
 * settles all, and one over the voxels labels them.
 *
 * **Cost**: O(n) time.
 */

import { packRun, RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { MapReading } from "./map-reading";
import { idOf, NONE, recordAt, STEP, Tree, valueAt } from "./tree-state";

function thresholdOf<K>(tree: Tree, how: MapReading, branch: usize, least: f64, ratio: f64): f64 {
  return ratio == Infinity ? least : max(least, valueAt<K>(tree, how, load<u32>(branch, 8)) / ratio);
}

/** Voxels of at least a value. */
function countAbove<K>(tree: Tree, how: MapReading, value: f64): u32 {
  let low: u32 = 0;
  let high = tree.count;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (valueAt<K>(tree, how, middle) >= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function label<K>(tree: Tree, how: MapReading, least: f64, ratio: f64): u32 {
  let found: u32 = 0;
  for (let index: u32 = 1; index < tree.used; index++) {
    const branch = recordAt(tree, index);
    if (load<u32>(branch) >= STEP) continue;
    const death = load<u32>(branch, 12);
    const end = death == NONE ? -Infinity : valueAt<K>(tree, how, death);
    const threshold = thresholdOf<K>(tree, how, branch, least, ratio);
    // The candidate takes the place of what growing needed: its branch, and how many voxels are above its threshold.
    if (end < threshold && valueAt<K>(tree, how, load<u32>(branch, 8)) >= threshold) {
      store<u32>(branch, index, 24);
      store<u32>(branch, countAbove<K>(tree, how, threshold), 20);
      found++;
      continue;
    }
    const candidate = death == NONE ? 0 : load<u32>(recordAt(tree, load<u32>(branch, 28)), 24);
    const isHeld = candidate != 0 && end >= thresholdOf<K>(tree, how, recordAt(tree, candidate), least, ratio);
    store<u32>(branch, isHeld ? candidate : 0, 24);
  }
  memory.fill(tree.spare, 0, (<usize>tree.count) << 2);
  for (let place: u32 = 0; place < tree.count; place++) {
    const bit = load<u32>(tree.order + ((<usize>place) << 2));
    const id = idOf(tree, <usize>bit >> 6, <u64>bit & 63);
    const candidate = load<u32>(recordAt(tree, load<u32>(tree.labels + (id << 2))), 24);
    if (candidate != 0 && place < load<u32>(recordAt(tree, candidate), 20))
      store<u32>(tree.spare + (id << 2), candidate);
  }
  return found;
}

/** Labels the voxels of candidates by their branches; returns how many candidates there are. */
export function labelTreeCandidates(scratch: usize, reading: usize, keyBytes: u32, least: f64, ratio: f64): u32 {
  const tree = changetype<Tree>(scratch);
  const how = changetype<MapReading>(reading);
  return keyBytes == 4 ? label<u32>(tree, how, least, ratio) : label<u64>(tree, how, least, ratio);
}

function append(out: usize, written: u32, run: u64): u32 {
  store<u64>(out + ((<usize>written) << RUN_SHIFT), run);
  return written + 1;
}

/**
 * Writes the runs of candidates in rows firstRow … lastRow − 1, as many as surely fit; returns the row that it came to.
 *
 * @param runs the voxels of the tree
 */
export function listTreeCandidates(
  scratch: usize,
  runs: usize,
  rowOffsets: usize,
  firstRow: u32,
  lastRow: u32,
  out: usize,
  outOffsets: usize,
  capacity: u32,
): u32 {
  const tree = changetype<Tree>(scratch);
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    if (written + tree.nx > capacity) return row;
    const offset = (<usize>row) << 2;
    const end = load<u32>(rowOffsets + offset, 4);
    let id = <usize>load<u32>(tree.ranks + ((<usize>row * tree.words) << 2));
    for (let i = load<u32>(rowOffsets + offset); i < end; i++) {
      const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
      let candidate: u32 = 0;
      let start: u32 = 0;
      for (let x = runStart(run); x < runEnd(run); x++, id++) {
        const here = load<u32>(tree.spare + (id << 2));
        if (here == candidate) continue;
        if (candidate != 0) written = append(out, written, packRun(start, x, candidate));
        candidate = here;
        start = x;
      }
      if (candidate != 0) written = append(out, written, packRun(start, runEnd(run), candidate));
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
}
