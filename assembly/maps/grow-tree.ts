/**
 * The component tree of {m ≥ t}: its branches, and how components match instances of the reference at every value.
 *
 * **Idea**: voxels come in falling order and join the components of their neighbours that came before (union-find over branches:
 * Carlinet, Géraud 2014, DOI 10.1109/TIP.2014.2336551). A voxel without such neighbours begins a branch; where components meet,
 * that of the lower peak ends.
 *
 * **Cost**: O(n α(n)) time; a record of 32 bytes for each branch, and for each instance that a component overlaps.
 */

import { MapReading } from "./map-reading";
import { nearestOf, neighboursOf, withoutNearest } from "./neighbours";
import { addTo, countVoxel, joinOverlaps, settleMatch } from "./tree-overlaps";
import { idOf, NONE, recordAt, STEP, Tree, valueAt } from "./tree-state";

function rootOf(tree: Tree, branch: u32): u32 {
  let index = branch;
  let parent = load<u32>(recordAt(tree, index));
  while (parent != index) {
    const above = load<u32>(recordAt(tree, parent));
    store<u32>(recordAt(tree, index), above);
    index = above;
    parent = load<u32>(recordAt(tree, index));
  }
  return index;
}

/** Joins two components where a voxel links them; the one of the higher peak stays. */
function merge(tree: Tree, a: u32, b: u32, place: u32): u32 {
  const winner = min(a, b);
  const loser = max(a, b);
  const stays = recordAt(tree, winner);
  const ends = recordAt(tree, loser);
  store<u32>(ends, winner);
  store<u32>(ends, place, 12);
  store<u32>(stays, load<u32>(stays, 4) + load<u32>(ends, 4), 4);
  tree.components--;
  if ((load<u32>(stays, 16) | load<u32>(ends, 16)) != 0) joinOverlaps(tree, winner, loser);
  // The heir stands where the match was.
  store<u32>(ends, winner, 28);
  return winner;
}

/** Joins a voxel with its neighbours. Returns the component, NONE if it has no neighbours yet. */
function joinNeighbours(tree: Tree, bit: u32, place: u32): u32 {
  const table = tree.neighbours;
  let mask = neighboursOf(table, tree.taken, bit, tree.nx, tree.ny, tree.nz, tree.words << 6);
  let root = NONE;
  while (mask != 0) {
    const other = bit + nearestOf(table, mask);
    const branch = load<u32>(tree.labels + (idOf(tree, <usize>other >> 6, <u64>other & 63) << 2));
    const found = rootOf(tree, branch);
    root = root == NONE || root == found ? found : merge(tree, root, found, place);
    mask = withoutNearest(table, mask);
  }
  return root;
}

function begin(tree: Tree, place: u32): u32 {
  const index = tree.used++;
  const branch = recordAt(tree, index);
  memory.fill(branch, 0, 32);
  store<u32>(branch, index);
  store<u32>(branch, place, 8);
  store<u32>(branch, NONE, 12);
  tree.components++;
  return index;
}

/** A point of the curve: `value, voxels, components, matched, Σ IoU`. */
function storePoint(tree: Tree, index: usize, value: f64, voxels: f64): void {
  const point = tree.curve + index * 40;
  store<f64>(point, value);
  store<f64>(point, voxels, 8);
  store<f64>(point, tree.components, 16);
  store<f64>(point, tree.matched, 24);
  store<f64>(point, tree.sum + tree.sumLost, 32);
}

/** The curve takes points at about equal distances; the best one and the last one stand behind it. */
function passPoint(tree: Tree, value: f64, voxels: f64, isBest: bool): void {
  const points = <usize>tree.points;
  if (isBest) storePoint(tree, points, value, voxels);
  if (voxels == <f64>tree.count) storePoint(tree, points + 1, value, voxels);
  if (voxels < tree.nextPoint || <usize>tree.written >= points) return;
  storePoint(tree, <usize>tree.written, value, voxels);
  tree.written++;
  tree.nextPoint = (Math.floor(voxels / tree.step) + 1) * tree.step;
}

/** All voxels of a value have come: adds what holds from there down to the next one. */
function endLevel(tree: Tree, value: f64, next: f64, voxels: u32): void {
  const at = changetype<usize>(tree);
  const sum = tree.sum + tree.sumLost;
  const sides = tree.components + tree.instances;
  const pq = (2 * sum) / sides;
  const isBest = pq > tree.bestPq;
  if (isBest) tree.bestPq = pq;
  if (value > 0 && tree.matched > 0) {
    const height = value - max(next, 0);
    addTo(at + offsetof<Tree>("rq"), (height * 2 * tree.matched) / sides);
    addTo(at + offsetof<Tree>("sq"), (height * sum) / tree.matched);
    addTo(at + offsetof<Tree>("pq"), height * pq);
  }
  passPoint(tree, value, <f64>voxels, isBest);
  if (tree.traces != 0 && tree.changed != 0) {
    const step = recordAt(tree, tree.used++);
    store<u32>(step, STEP);
    store<u32>(step, voxels, 4);
    store<u32>(step, <u32>tree.matched, 8);
    store<f64>(step, sum, 24);
  }
  tree.changed = 0;
}

function grow<K>(tree: Tree, how: MapReading, first: u32, last: u32): u32 {
  for (let place = first; place < last; place++) {
    // A branch, an overlap and a step.
    if (tree.used + 3 > tree.capacity) return place;
    const bit = load<u32>(tree.order + ((<usize>place) << 2));
    const found = joinNeighbours(tree, bit, place);
    const root = found == NONE ? begin(tree, place) : found;
    const word = <usize>bit >> 6;
    const label = tree.labels + (idOf(tree, word, <u64>bit & 63) << 2);
    const code = load<u32>(label);
    store<u32>(label, root);
    const taken = tree.taken + (word << 3);
    store<u64>(taken, load<u64>(taken) | ((<u64>1) << (<u64>bit & 63)));
    const branch = recordAt(tree, root);
    store<u32>(branch, load<u32>(branch, 4) + 1, 4);
    const grown: u32 = code == 0 ? 0 : countVoxel(tree, root, code);
    if ((grown | load<u32>(branch, 28)) != 0) settleMatch(tree, root, grown);
    const keys = tree.keys + <usize>place * sizeof<K>();
    if (place + 1 == tree.count) endLevel(tree, valueAt<K>(tree, how, place), 0, place + 1);
    else if (load<K>(keys) != load<K>(keys, sizeof<K>())) {
      endLevel(tree, valueAt<K>(tree, how, place), valueAt<K>(tree, how, place + 1), place + 1);
    }
  }
  return last;
}

/** Adds voxels first … last − 1 of the falling order, as many as surely fit into the pool; returns the one that it came to. */
export function growTree(scratch: usize, reading: usize, keyBytes: u32, first: u32, last: u32): u32 {
  const tree = changetype<Tree>(scratch);
  const how = changetype<MapReading>(reading);
  return keyBytes == 4 ? grow<u32>(tree, how, first, last) : grow<u64>(tree, how, first, last);
}
