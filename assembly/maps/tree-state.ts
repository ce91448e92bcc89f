/**
 * The component tree's memory. Not a kernel itself.
 *
 * ```
 * n voxels above the threshold; an id is a voxel's place in their order along x, y, z
 *
 * scratch | state | digit counters | above, taken: bits | ranks u32 | buckets u32 | keys K | order u32 | labels K | spare u32 |
 * pool    | records of 32 bytes, growing: branches, overlaps, steps
 * ```
 * Sorting needs `labels` and `spare` as its second side. An id is found from a bit: `ranks` counts the bits before each word.
 *
 * | record | 0 | 4 | 8 | 12 | 16 | 20 | 24 | 28 |
 * | --- | --- | --- | --- | --- | --- | --- | --- | --- |
 * | branch | parent | size | birth | death | owner of its overlaps | first overlap | overlaps | match, or heir |
 * | overlap | OVERLAP | code | voxels | next of the owner | next of the bucket | owner | IoU f64 | |
 * | step | STEP | place | matched | – | – | – | Σ IoU f64 | |
 *
 * Branches are numbered as they are born, so that the smaller number has the higher peak. Record 0 is none.
 */

import { MapReading, readValue } from "./map-reading";
import { listNeighbours } from "./neighbours";
import { storedOfKey } from "./order-key";

export const NONE: u32 = 0xffffffff;
export const OVERLAP: u32 = 0xffffffff;
export const STEP: u32 = 0xfffffffe;

export const RECORD_SHIFT: usize = 5;

/** A digit of the sort has 11 bits. */
export const DIGIT_BITS: u32 = 11;
export const DIGITS: usize = 2048;

/** Bytes of the counters of all digits of 64 bits. */
const COUNTER_BYTES: usize = 6 * (DIGITS << 2);

/** Bytes before the counters. */
const STATE_BYTES: usize = 512;

/** Bytes of the table of neighbours, behind the state's numbers. */
const NEIGHBOURS_AT: usize = 288;

export const BUCKETS: u32 = 65_536;

@unmanaged
export class Tree {
  /** The IoU that a match exceeds, at least ½; instances of the reference. Given, as are step and points. */
  threshold: f64;
  instances: f64;
  /** Voxels from one point of the curve to the next, and room for points. */
  step: f64;
  points: f64;
  /** Σ IoU of the components that match now, and its compensation. */
  sum: f64;
  sumLost: f64;
  /** ∫ RQ, SQ, PQ dt from 0, and their compensations. */
  rq: f64;
  rqLost: f64;
  sq: f64;
  sqLost: f64;
  pq: f64;
  pqLost: f64;
  bestPq: f64;
  written: f64;
  nextPoint: f64;
  /** Components now, and how many of them match. */
  components: f64;
  matched: f64;
  above: usize;
  taken: usize;
  ranks: usize;
  buckets: usize;
  keys: usize;
  order: usize;
  labels: usize;
  spare: usize;
  pool: usize;
  sizes: usize;
  curve: usize;
  /** `neighbours.ts` */
  neighbours: usize;
  count: u32;
  used: u32;
  capacity: u32;
  nx: u32;
  ny: u32;
  nz: u32;
  words: u32;
  /** Neighbours differ by at most this many steps, each of at most one along an axis. */
  steps: u32;
  /** Whether steps are kept, and whether there is one to keep. */
  traces: u32;
  changed: u32;
}

function wordsOf(nx: u32): usize {
  return (<usize>nx + 63) >> 6;
}

/** Bytes of the scratch of a tree of `count` voxels whose keys have `keyBytes`. */
export function treeBytes(count: usize, keyBytes: usize, nx: u32, ny: u32, nz: u32): usize {
  const words = wordsOf(nx) * ny * nz;
  return STATE_BYTES + COUNTER_BYTES + words * 20 + ((<usize>BUCKETS) << 2) + 16 + count * (2 * keyBytes + 8);
}

/** Lays out the scratch of a tree without voxels. */
export function beginTree(
  scratch: usize,
  count: usize,
  keyBytes: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  steps: u32,
  sizes: usize,
  curve: usize,
  traces: bool,
): void {
  const words = wordsOf(nx) * ny * nz;
  memory.fill(scratch + STATE_BYTES, 0, COUNTER_BYTES + words * 20 + ((<usize>BUCKETS) << 2));
  const tree = changetype<Tree>(scratch);
  tree.above = scratch + STATE_BYTES + COUNTER_BYTES;
  tree.taken = tree.above + (words << 3);
  tree.ranks = tree.taken + (words << 3);
  tree.buckets = tree.ranks + (words << 2);
  tree.keys = (tree.buckets + ((<usize>BUCKETS) << 2) + 7) & ~7;
  tree.labels = tree.keys + count * keyBytes;
  tree.order = tree.labels + count * keyBytes;
  tree.spare = tree.order + (count << 2);
  tree.sizes = sizes;
  tree.curve = curve;
  tree.neighbours = scratch + NEIGHBOURS_AT;
  tree.count = 0;
  tree.used = 1;
  tree.nx = nx;
  tree.ny = ny;
  tree.nz = nz;
  tree.words = <u32>wordsOf(nx);
  tree.steps = steps;
  tree.traces = u32(traces);
  tree.changed = 0;
  listNeighbours(tree.neighbours, tree.words << 6, ny, steps);
}

/** Bytes of the state, which begins with numbers in f64. */
export function treeStateBytes(): usize {
  return offsetof<Tree>();
}

/** Where the records are, and room for how many. They keep their places when the room grows. */
export function setTreePool(scratch: usize, pool: usize, capacity: u32): void {
  const tree = changetype<Tree>(scratch);
  tree.pool = pool;
  tree.capacity = capacity;
}

/** Records in use. */
export function treeRecords(scratch: usize): u32 {
  return changetype<Tree>(scratch).used;
}

/** Where the sorted keys are, or the bits of the voxels in falling order, or the label of each id. */
export function treeArray(scratch: usize, which: u32): usize {
  const tree = changetype<Tree>(scratch);
  if (which == 0) return tree.keys;
  return which == 1 ? tree.order : tree.labels;
}

export function recordAt(tree: Tree, index: u32): usize {
  return tree.pool + ((<usize>index) << RECORD_SHIFT);
}

/** The value of a voxel by its place in falling order. */
export function valueAt<K>(tree: Tree, how: MapReading, place: u32): f64 {
  const key = ~load<K>(tree.keys + <usize>place * sizeof<K>());
  return readValue(storedOfKey(<u64>key, how), how);
}

/** The id of a voxel above the threshold, by the word of its bit and its place in it. */
export function idOf(tree: Tree, word: usize, bit: u64): usize {
  const before = load<u64>(tree.above + (word << 3)) & (((<u64>1) << bit) - 1);
  return <usize>load<u32>(tree.ranks + (word << 2)) + <usize>popcnt<u64>(before);
}
