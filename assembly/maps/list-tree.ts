/**
 * The findings of a tree, as lists that answer for any threshold without the tree.
 *
 * **Cost**: one pass over the voxels of the tree each.
 */

import { RUN_SHIFT, runEnd, runStart } from "../volumes/run-record";
import { MapReading } from "./map-reading";
import { idOf, Tree, valueAt } from "./tree-state";

function listLevels<K>(tree: Tree, how: MapReading, values: usize, ends: usize): u32 {
  let count: usize = 0;
  for (let place: u32 = 0; place < tree.count; place++) {
    const key = tree.keys + <usize>place * sizeof<K>();
    if (place + 1 < tree.count && load<K>(key) == load<K>(key, sizeof<K>())) continue;
    store<f64>(values + (count << 3), valueAt<K>(tree, how, place));
    store<u32>(ends + (count << 2), place + 1);
    count++;
  }
  return <u32>count;
}

/** Writes each distinct value (f64, falling) and how many voxels have at least that (u32); returns how many values there are. */
export function listTreeLevels(scratch: usize, reading: usize, keyBytes: u32, values: usize, ends: usize): u32 {
  const tree = changetype<Tree>(scratch);
  const how = changetype<MapReading>(reading);
  return keyBytes == 4 ? listLevels<u32>(tree, how, values, ends) : listLevels<u64>(tree, how, values, ends);
}

/** Writes the record of the branch that each voxel came to, and the voxel's linear index, both in falling order. */
export function listTreeVoxels(scratch: usize, branches: usize, voxels: usize): void {
  const tree = changetype<Tree>(scratch);
  const width = tree.words << 6;
  for (let place: usize = 0; place < <usize>tree.count; place++) {
    const bit = load<u32>(tree.order + (place << 2));
    const id = idOf(tree, <usize>bit >> 6, <u64>bit & 63);
    store<u32>(branches + (place << 2), load<u32>(tree.labels + (id << 2)));
    const row = bit / width;
    store<u32>(voxels + (place << 2), row * tree.nx + (bit - row * width));
  }
}

/** Writes the places, rising, of the voxels that lie in `runs`; returns how many. The tree cannot grow afterwards. */
export function listTreePlaces(scratch: usize, runs: usize, rowOffsets: usize, places: usize): u32 {
  const tree = changetype<Tree>(scratch);
  const rows = <usize>tree.ny * tree.nz;
  memory.fill(tree.taken, 0, (rows * tree.words) << 3);
  for (let row: usize = 0; row < rows; row++) {
    const end = load<u32>(rowOffsets + (row << 2), 4);
    for (let i = load<u32>(rowOffsets + (row << 2)); i < end; i++) {
      const run = load<u64>(runs + ((<usize>i) << RUN_SHIFT));
      for (let x = <usize>runStart(run); x < <usize>runEnd(run); x++) {
        const word = tree.taken + ((row * tree.words + (x >> 6)) << 3);
        store<u64>(word, load<u64>(word) | ((<u64>1) << (<u64>x & 63)));
      }
    }
  }
  let count: usize = 0;
  for (let place: usize = 0; place < <usize>tree.count; place++) {
    const bit = load<u32>(tree.order + (place << 2));
    if (((load<u64>(tree.taken + ((<usize>bit >> 6) << 3)) >> (<u64>bit & 63)) & 1) == 0) continue;
    store<u32>(places + (count << 2), <u32>place);
    count++;
  }
  return <u32>count;
}
