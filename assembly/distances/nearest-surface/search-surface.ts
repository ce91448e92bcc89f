/**
 * The distance from every voxel of one surface to the nearest voxel of another: exact Euclidean, anisotropic.
 *
 * **Idea.** Surfaces of matched instances are nearly always near each other, so that looking around each voxel costs less
 * than a distance transform of the whole box, and nothing is written for voxels without a query:
 *   1. Sites very near, as most are, are found for all voxels of a word at once (`near.ts`).
 *   2. The rest of up to eight slices is taken in blocks of 8 × 8 × 8. The first voxel of a block is searched for alone
 *      (`one.ts`). Its answer bounds what can be nearest to any of the others: few voxels, with which each is compared
 *      (`group.ts`).
 * Distances are whole numbers of `unit` mm² (`bindings/distances/integer-spacing.ts`), the same and multiplied the same as in
 * `distance-transform.ts`, so that both give the same bits and either may be taken.
 *
 * **Cost.** O(surface voxels) where surfaces are near each other; for a block of what is far, as much as one voxel alone costs,
 * some µs, and for each of its voxels one step for each candidate. The worst case, two large surfaces that run everywhere at
 * about the same large distance, is worse than the transform's; the kernel counts its steps so that the caller can change over.
 *
 * ```
 * from, to   bit rows (`bit-rows.ts`) of nx × ny × nz voxels; `to` has at least one voxel
 * blocks     of `to`
 * offsets    of the nearest voxels, for step 1
 * out        f64 × capacity: mm, in scan order
 * state      f64: steps so far; u32 × 3: where the last answer lay; u32: 1 once there is one
 * scratch    a group | candidates | u64 for each word of eight slices: what is left | u32 for each: where its distances begin
 * ```
 */

import { BIT_PAD, wordsOfRow } from "../../volumes/bit-rows";
import { candidateBytes } from "./group";
import { searchLeft } from "./left";
import { searchNear } from "./near";
import { Group, layOutSearch } from "./state";

/** Slices whose left voxels are taken together. */
const SLICES: i32 = 8;

/** Room for a `Group`. */
const GROUP_BYTES: usize = 64;

/** Bytes of `state` with the kernel's own variables behind it. */
export function searchStateBytes(): usize {
  return 256;
}

/** Bytes of the scratch of a search. */
export function searchScratchBytes(nx: i32, ny: i32): usize {
  return GROUP_BYTES + candidateBytes() + 12 * wordsOfSlab(nx, ny);
}

function wordsOfSlab(nx: i32, ny: i32): usize {
  return <usize>SLICES * (<usize>ny * <usize>wordsOfRow(nx));
}

/**
 * Appends the distances of the surface voxels of slices z0 … z1 − 1 to `out`, which holds `count` already. Returns how many
 * it holds then; never writes more than `capacity`.
 */
export function searchSurface(
  from: usize,
  to: usize,
  blocks: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  z0: i32,
  z1: i32,
  wx: f64,
  wy: f64,
  wz: f64,
  unit: f64,
  offsets: usize,
  offsetCount: i32,
  state: usize,
  scratch: usize,
  out: usize,
  count: i32,
  capacity: i32,
): i32 {
  const search = layOutSearch(state, to, blocks, nx, ny, nz, wx, wy, wz);
  search.any = load<u32>(state, 20) != 0;
  search.unit = unit;
  search.out = out;
  search.capacity = capacity;
  search.group = changetype<Group>(scratch);
  search.candidates = scratch + GROUP_BYTES;
  search.left = search.candidates + candidateBytes();
  search.starts = search.left + 8 * wordsOfSlab(nx, ny);
  const words = <usize>search.words;
  for (let first = z0; first < z1; first += SLICES) {
    const last = min(z1, first + SLICES);
    let leftAt = search.left;
    let startAt = search.starts;
    let any: u64 = 0;
    for (let z = first; z < last; z++) {
      let row = from + BIT_PAD + <usize>z * search.slice;
      for (let y = 0; y < ny; y++, row += search.stride) {
        for (let word: usize = 0; word < words; word++, leftAt += 8, startAt += 4) {
          const bits = load<u64>(row + (word << 3));
          store<u64>(leftAt, bits);
          if (bits == 0) continue;
          store<i32>(startAt, count);
          const n = <i32>popcnt(bits);
          if (count + n <= capacity) {
            const left = searchNear(search, bits, <i32>word, y, z, offsets, offsetCount, out + ((<usize>count) << 3));
            store<u64>(leftAt, left);
            any |= left;
          } else any = 1;
          count = min(capacity, count + n);
        }
      }
    }
    if (any != 0) searchLeft(search, from, first, last);
  }
  store<f64>(state, search.steps);
  store<i32>(state, search.x, 8);
  store<i32>(state, search.y, 12);
  store<i32>(state, search.z, 16);
  store<u32>(state, <u32>search.any, 20);
  return count;
}
