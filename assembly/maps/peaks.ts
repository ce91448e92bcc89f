/**
 * Candidates by peaks: for each component C of {m ≥ max(t, p / ratio)} whose largest value is p.
 *
 * **Idea**: the voxels of {m ≥ t} are taken in falling order, and joined with their neighbours that are there already (union-find,
 * the root being the peak: Carlinet, Géraud 2014, DOI 10.1109/TIP.2014.2336551). A peak is closed before the first voxel below
 * p / ratio; if it is still a root then, its component is a candidate. As thresholds fall with peaks, peaks close in the order in
 * which they come. Candidates are disjoint, and each is filled from its peak afterwards.
 *
 * **Cost**: O(n log n) time for n voxels above t, 40 bytes for each.
 */

import { packRun, RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { listNeighbours } from "./peak-neighbours";
import { fallingKey, NONE, Peaks, valueOfKey } from "./peak-state";

function rootOf(parents: usize, voxel: u32): u32 {
  let id = voxel;
  let parent = load<u32>(parents + ((<usize>id) << 2));
  while (parent != id) {
    const above = load<u32>(parents + ((<usize>parent) << 2));
    store<u32>(parents + ((<usize>id) << 2), above);
    id = above;
    parent = load<u32>(parents + ((<usize>id) << 2));
  }
  return id;
}

/** Whether a root's peak comes before another's in falling order. */
function isHigher(places: usize, a: u32, b: u32): bool {
  return load<u32>(places + ((<usize>a) << 2)) < load<u32>(places + ((<usize>b) << 2));
}

/** Closes peaks from `first` on whose threshold is above `value`; those that are still roots are candidates. */
function close(peaks: Peaks, births: usize, born: u32, first: u32, value: f64, least: f64, ratio: f64): u32 {
  let next = first;
  for (; next < born; next++) {
    const place = load<u32>(births + ((<usize>next) << 2));
    const threshold = max(least, valueOfKey(load<u64>(peaks.keys + ((<usize>place) << 3))) / ratio);
    if (threshold <= value) break;
    const id = load<u32>(peaks.order + ((<usize>place) << 2));
    if (load<u32>(peaks.parents + ((<usize>id) << 2)) == id) fill(peaks, id, threshold);
  }
  return next;
}

/** Labels the component of a peak above a threshold by the peak's id, plus 1. */
function fill(peaks: Peaks, peak: u32, threshold: f64): void {
  const stack = peaks.stack;
  const limit = fallingKey(threshold);
  let depth: usize = 1;
  store<u32>(stack, peak);
  store<u32>(peaks.labels + ((<usize>peak) << 2), peak + 1);
  while (depth > 0) {
    depth--;
    const near = listNeighbours(peaks, load<u32>(stack + (depth << 2)));
    for (let i: usize = 0; i < <usize>near; i++) {
      const id = load<u32>(peaks.near + (i << 2));
      const label = peaks.labels + ((<usize>id) << 2);
      if (load<u32>(label) != 0) continue;
      // Voxels that have not come are below every threshold that closes now.
      if (load<u32>(peaks.parents + ((<usize>id) << 2)) == NONE) continue;
      const place = load<u32>(peaks.otherOrder + ((<usize>id) << 2));
      if (load<u64>(peaks.keys + ((<usize>place) << 3)) > limit) continue;
      store<u32>(label, peak + 1);
      store<u32>(stack + (depth << 2), id);
      depth++;
    }
  }
}

/** Takes the voxels in falling order, and labels the candidates among them. */
export function findPeaks(scratch: usize, least: f64, ratio: f64): void {
  const peaks = changetype<Peaks>(scratch);
  const parents = peaks.parents;
  const order = peaks.order;
  // What sorting needed is free now.
  const places = peaks.otherOrder;
  const births = peaks.otherKeys;
  const count = peaks.count;
  for (let place: u32 = 0; place < count; place++) {
    store<u32>(places + ((<usize>load<u32>(order + ((<usize>place) << 2))) << 2), place);
  }
  let born: u32 = 0;
  let closed: u32 = 0;
  for (let place: u32 = 0; place < count; place++) {
    const id = load<u32>(order + ((<usize>place) << 2));
    closed = close(
      peaks,
      births,
      born,
      closed,
      valueOfKey(load<u64>(peaks.keys + ((<usize>place) << 3))),
      least,
      ratio,
    );
    store<u32>(parents + ((<usize>id) << 2), id);
    let root = id;
    const near = listNeighbours(peaks, id);
    for (let i: usize = 0; i < <usize>near; i++) {
      const neighbour = load<u32>(peaks.near + (i << 2));
      if (load<u32>(parents + ((<usize>neighbour) << 2)) == NONE) continue;
      const other = rootOf(parents, neighbour);
      if (other == root) continue;
      const higher = isHigher(places, root, other) ? root : other;
      store<u32>(parents + ((<usize>(higher == root ? other : root)) << 2), higher);
      root = higher;
    }
    if (root == id) {
      store<u32>(births + ((<usize>born) << 2), place);
      born++;
    }
  }
  close(peaks, births, born, closed, -Infinity, least, ratio);
}

function append(out: usize, written: u32, run: u64): u32 {
  store<u64>(out + ((<usize>written) << RUN_SHIFT), run);
  return written + 1;
}

/** Writes the runs of candidates in rows firstRow … lastRow − 1, as many as surely fit; returns the row that it came to. */
export function listPeakRuns(
  scratch: usize,
  firstRow: u32,
  lastRow: u32,
  out: usize,
  outOffsets: usize,
  capacity: u32,
): u32 {
  const peaks = changetype<Peaks>(scratch);
  let written = load<u32>(outOffsets + ((<usize>firstRow) << 2));
  for (let row = firstRow; row < lastRow; row++) {
    if (written + peaks.nx > capacity) return row;
    const offset = (<usize>row) << 2;
    const end = load<u32>(peaks.rowOffsets + offset, 4);
    for (let i = load<u32>(peaks.rowOffsets + offset); i < end; i++) {
      const run = load<u64>(peaks.runs + ((<usize>i) << RUN_SHIFT));
      let id = load<u32>(peaks.firsts + ((<usize>i) << 2));
      let label: u32 = 0;
      let start: u32 = 0;
      for (let x = runStart(run); x < runEnd(run); x++, id++) {
        const here = load<u32>(peaks.labels + ((<usize>id) << 2));
        if (here == label) continue;
        if (label != 0) written = append(out, written, packRun(start, x, label));
        label = here;
        start = x;
      }
      if (label != 0) written = append(out, written, packRun(start, runEnd(run), label));
    }
    store<u32>(outOffsets + offset, written, 4);
  }
  return lastRow;
}
