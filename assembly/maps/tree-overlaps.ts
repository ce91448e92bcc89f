/**
 * How many voxels components share with instances of the reference, and which of them match. Not a kernel itself.
 *
 * **Idea**: a component's overlaps are a list that one of its branches owns. Where components join, the overlaps of the shorter list
 * move to the longer one, so that each moves at most log n times; a table finds that of an owner and a code. As a match has an IoU
 * above ½, a component has at most one, and only an overlap that grew can become one.
 */

import { BUCKETS, OVERLAP, recordAt, Tree } from "./tree-state";

/** Adds x to a sum and its compensation, which lie side by side. */
export function addTo(sum: usize, x: f64): void {
  const before = load<f64>(sum);
  const after = before + x;
  const lost = abs(before) >= abs(x) ? before - after + x : x - after + before;
  store<f64>(sum, after);
  store<f64>(sum, load<f64>(sum, 8) + lost, 8);
}

function bucketOf(tree: Tree, owner: u32, code: u32): usize {
  const mixed = (owner * 0x9e3779b1) ^ (code * 0x85ebca6b);
  return tree.buckets + ((<usize>((mixed ^ (mixed >> 15)) & (BUCKETS - 1))) << 2);
}

/** The overlap of an owner and a code; 0 if there is none. */
function findOverlap(tree: Tree, owner: u32, code: u32): u32 {
  let index = load<u32>(bucketOf(tree, owner, code));
  while (index != 0) {
    const overlap = recordAt(tree, index);
    if (load<u32>(overlap, 20) == owner && load<u32>(overlap, 4) == code) return index;
    index = load<u32>(overlap, 16);
  }
  return 0;
}

/** Puts an overlap into its owner's list, and into the table. */
function insert(tree: Tree, owner: u32, index: u32): void {
  const overlap = recordAt(tree, index);
  const list = recordAt(tree, owner);
  store<u32>(overlap, owner, 20);
  store<u32>(overlap, load<u32>(list, 20), 12);
  store<u32>(list, index, 20);
  store<u32>(list, load<u32>(list, 24) + 1, 24);
  const bucket = bucketOf(tree, owner, load<u32>(overlap, 4));
  store<u32>(overlap, load<u32>(bucket), 16);
  store<u32>(bucket, index);
}

/** Takes an overlap out of the table. */
function unchain(tree: Tree, index: u32): void {
  const overlap = recordAt(tree, index);
  let link = bucketOf(tree, load<u32>(overlap, 20), load<u32>(overlap, 4));
  while (load<u32>(link) != index) link = recordAt(tree, load<u32>(link)) + 16;
  store<u32>(link, load<u32>(overlap, 16));
}

/** Counts a voxel of a code for a component. Returns the overlap. */
export function countVoxel(tree: Tree, root: u32, code: u32): u32 {
  const branch = recordAt(tree, root);
  let owner = load<u32>(branch, 16);
  if (owner == 0) {
    owner = root;
    store<u32>(branch, owner, 16);
  }
  let index = findOverlap(tree, owner, code);
  if (index == 0) {
    index = tree.used++;
    const overlap = recordAt(tree, index);
    store<u32>(overlap, OVERLAP);
    store<u32>(overlap, code, 4);
    store<u32>(overlap, 0, 8);
    insert(tree, owner, index);
  }
  const overlap = recordAt(tree, index);
  store<u32>(overlap, load<u32>(overlap, 8) + 1, 8);
  return index;
}

function iouOf(tree: Tree, root: u32, index: u32): f64 {
  const overlap = recordAt(tree, index);
  const shared = <f64>load<u32>(overlap, 8);
  const voxels = <f64>load<u32>(tree.sizes + ((<usize>load<u32>(overlap, 4)) << 2));
  return shared / (<f64>load<u32>(recordAt(tree, root), 4) + voxels - shared);
}

/** Ends the match of a component. Returns its overlap, 0 if there was none. */
function withdraw(tree: Tree, root: u32): u32 {
  const branch = recordAt(tree, root);
  const index = load<u32>(branch, 28);
  if (index == 0) return 0;
  store<u32>(branch, 0, 28);
  tree.matched--;
  tree.changed = 1;
  if (tree.matched == 0) {
    tree.sum = 0;
    tree.sumLost = 0;
  } else addTo(changetype<usize>(tree) + offsetof<Tree>("sum"), -load<f64>(recordAt(tree, index), 24));
  return index;
}

/** Makes an overlap the match of a component if its IoU is high enough. */
function matchIf(tree: Tree, root: u32, index: u32): void {
  if (index == 0 || load<u32>(recordAt(tree, root), 28) != 0) return;
  const iou = iouOf(tree, root, index);
  if (!(iou > tree.threshold)) return;
  store<u32>(recordAt(tree, root), index, 28);
  store<f64>(recordAt(tree, index), iou, 24);
  tree.matched++;
  tree.changed = 1;
  addTo(changetype<usize>(tree) + offsetof<Tree>("sum"), iou);
}

/** Settles the match of a component that has grown. `grown`: the overlap that grew with it, 0 if none did. */
export function settleMatch(tree: Tree, root: u32, grown: u32): void {
  const before = withdraw(tree, root);
  matchIf(tree, root, before);
  matchIf(tree, root, grown);
}

/** Joins the overlaps of two components, of which `winner` has the size of both already. */
export function joinOverlaps(tree: Tree, winner: u32, loser: u32): void {
  const mine = load<u32>(recordAt(tree, winner), 16);
  const others = load<u32>(recordAt(tree, loser), 16);
  const first = withdraw(tree, winner);
  let second = withdraw(tree, loser);
  if (mine == 0) store<u32>(recordAt(tree, winner), others, 16);
  else if (others != 0) {
    const isLonger = load<u32>(recordAt(tree, mine), 24) >= load<u32>(recordAt(tree, others), 24);
    const owner = isLonger ? mine : others;
    let index = load<u32>(recordAt(tree, isLonger ? others : mine), 20);
    store<u32>(recordAt(tree, winner), owner, 16);
    while (index != 0) {
      const overlap = recordAt(tree, index);
      const next = load<u32>(overlap, 12);
      const same = findOverlap(tree, owner, load<u32>(overlap, 4));
      unchain(tree, index);
      if (same == 0) insert(tree, owner, index);
      else {
        store<u32>(recordAt(tree, same), load<u32>(recordAt(tree, same), 8) + load<u32>(overlap, 8), 8);
        matchIf(tree, winner, same);
      }
      index = next;
    }
  }
  matchIf(tree, winner, first);
  matchIf(tree, winner, second);
}
