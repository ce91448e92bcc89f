/**
 * Searches for voxels that the near offsets did not reach, block by block of 8 × 8 × 8 voxels. Not a kernel itself; it exports
 * nothing to TypeScript.
 */

import { BIT_PAD } from "../../volumes/bit-rows";
import { enterRow, gatherCandidates, leastOfCandidates } from "./group";
import { findNearest } from "./one";
import { Search } from "./state";

/** So few voxels are not worth gathering candidates for. */
const FEW: i32 = 3;

/** Finds the distances of the voxels left of slices first … last − 1 of `from`, and writes each at its place. */
export function searchLeft(search: Search, from: usize, first: i32, last: i32): void {
  const words = <usize>search.words;
  const ny = search.ny;
  for (let y = 0; y < ny; y += 8) {
    const end = min(ny, y + 8);
    for (let word: usize = 0; word < words; word++) {
      let all: u64 = 0;
      for (let z = 0; z < last - first; z++) {
        let at = (<usize>z * <usize>ny + <usize>y) * words + word;
        for (let v = y; v < end; v++, at += words) all |= load<u64>(search.left + (at << 3));
      }
      for (let byte: usize = 0; all != 0; all >>>= 8, byte++) {
        if ((all & 255) != 0) searchBlock(search, from, first, last, y, end, (word << 3) + byte);
      }
    }
  }
}

/** The same of voxels 8 · byte … 8 · byte + 7 of rows yFirst … yLast − 1. */
function searchBlock(search: Search, from: usize, zFirst: i32, zLast: i32, yFirst: i32, yLast: i32, byte: usize): void {
  const words = <usize>search.words;
  const x0 = <i32>(byte << 3);
  const count = measureGroup(search, zFirst, zLast, yFirst, yLast, byte);
  let begun = false;
  let gathered = false;
  for (let z = zFirst; z < zLast; z++) {
    for (let y = yFirst; y < yLast; y++) {
      const at = (<usize>(z - zFirst) * <usize>search.ny + <usize>y) * words + (byte >>> 3);
      let left = <i32>load<u8>(search.left + (at << 3) + (byte & 7));
      if (left == 0) continue;
      if (gathered) enterRow(search, y, z);
      const row = from + BIT_PAD + <usize>z * search.slice + <usize>y * search.stride;
      const own = load<u64>(row + ((byte >>> 3) << 3));
      const start = load<i32>(search.starts + (at << 2));
      for (; left != 0; left &= left - 1) {
        const bit = <i32>ctz(left);
        if (gathered) search.best = leastOfCandidates(search, x0 + bit);
        else findOne(search, x0 + bit, y, z);
        if (!begun && count > FEW) {
          gathered = gatherCandidates(search);
          if (gathered) enterRow(search, y, z);
        }
        begun = true;
        const before = own & (((<u64>1) << (<u64>((x0 & 63) + bit))) - 1);
        const place = start + <i32>popcnt(before);
        if (place < search.capacity)
          store<f64>(search.out + ((<usize>place) << 3), Math.sqrt(search.best * search.unit));
      }
    }
  }
}

/** Writes the box of the voxels that are left into the group, and returns how many they are. */
function measureGroup(search: Search, zFirst: i32, zLast: i32, yFirst: i32, yLast: i32, byte: usize): i32 {
  const group = search.group;
  const words = <usize>search.words;
  let columns: i32 = 0;
  let count: i32 = 0;
  let y0 = yLast;
  let y1 = yFirst;
  let z0 = zLast;
  let z1 = zFirst;
  for (let z = zFirst; z < zLast; z++) {
    for (let y = yFirst; y < yLast; y++) {
      const at = (<usize>(z - zFirst) * <usize>search.ny + <usize>y) * words + (byte >>> 3);
      const left = <i32>load<u8>(search.left + (at << 3) + (byte & 7));
      if (left == 0) continue;
      columns |= left;
      count += <i32>popcnt(left);
      y0 = min(y0, y);
      y1 = max(y1, y);
      z0 = min(z0, z);
      z1 = z;
    }
  }
  group.x0 = <i32>(byte << 3) + <i32>ctz(columns);
  group.x1 = <i32>(byte << 3) + 31 - <i32>clz(columns);
  group.y0 = y0;
  group.y1 = y1;
  group.z0 = z0;
  group.z1 = z1;
  return count;
}

/** The nearest of one voxel, bounded by the last answer. */
function findOne(search: Search, x: i32, y: i32, z: i32): void {
  search.best = Infinity;
  if (search.any) {
    const dx = <f64>(x - search.x);
    const dy = <f64>(y - search.y);
    const dz = <f64>(z - search.z);
    search.best = search.wx * dx * dx + search.wy * dy * dy + search.wz * dz * dz;
  }
  findNearest(search, x, y, z);
  search.any = true;
}
