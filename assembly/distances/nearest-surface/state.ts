/**
 * Shared state of `search-surface.ts` and the other `search-….ts`. Not a kernel itself; it exports nothing to TypeScript.
 */

import { BIT_PAD, bitStride, wordsOfRow } from "../../volumes/bit-rows";
import { blockStride } from "../find-surface";

/** Voxels of a block that are looked for together: first and last along each axis. */
@unmanaged
export class Group {
  x0: i32;
  x1: i32;
  y0: i32;
  y1: i32;
  z0: i32;
  z1: i32;
}

@unmanaged
export class Search {
  nx: i32;
  ny: i32;
  nz: i32;
  wx: f64;
  wy: f64;
  wz: f64;
  /** The least that one step in y or z costs. */
  ring: f64;
  to: usize;
  stride: usize;
  slice: usize;
  words: i32;
  blocks: usize;
  blockRow: usize;
  /** The least squared distance so far, and where it was found. */
  best: f64;
  x: i32;
  y: i32;
  z: i32;
  /** Whether x, y, z are an answer yet. */
  any: bool;
  steps: f64;
  unit: f64;
  out: usize;
  capacity: i32;
  /** State of step 2 (`left.ts`). */
  left: usize;
  starts: usize;
  group: Group;
  candidates: usize;
  candidateCount: i32;
}

/** Lays out a `Search` behind the caller's part of `state`, which says where the last answer lay. */
export function layOutSearch(
  state: usize,
  to: usize,
  blocks: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  wx: f64,
  wy: f64,
  wz: f64,
): Search {
  const search = changetype<Search>(state + 32);
  search.nx = nx;
  search.ny = ny;
  search.nz = nz;
  search.wx = wx;
  search.wy = wy;
  search.wz = wz;
  search.ring = Math.min(ny > 1 ? wy : Infinity, nz > 1 ? wz : Infinity);
  search.to = to + BIT_PAD;
  search.stride = bitStride(nx);
  search.slice = search.stride * <usize>ny;
  search.words = wordsOfRow(nx);
  search.blocks = blocks;
  search.blockRow = blockStride(nx);
  search.steps = load<f64>(state);
  search.x = load<i32>(state, 8);
  search.y = load<i32>(state, 12);
  search.z = load<i32>(state, 16);
  return search;
}
