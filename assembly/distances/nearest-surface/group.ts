/**
 * The nearest voxels of a surface for voxels that lie together, far from it. Not a kernel itself; it exports nothing to
 * TypeScript.
 *
 * **Idea.** Let a be any voxel of the surface, and q run over a box. A voxel s can be nearer than a to some q only if
 * |q − s|² − |q − a|² is below 0 for some q of the box. That difference is a sum over the axes and, for a given s, linear in
 * q, so its least value is taken at ends of the box, axis by axis: three subtractions say whether s may be nearest to
 * anything in the box, and as cheaply whether anything in a block of 8 × 8 × 8 voxels may (`find-surface.ts`). If a is the
 * nearest of one voxel of the box, few others are left, and they are all that each voxel is compared with.
 *
 * **Exact.** Every difference is a whole number that f64 holds exactly. Sites left out are nearest to nothing, or as near as a.
 *
 * ```
 * candidates   f64 × CANDIDATES each: x, y, z, and what y and z cost from the row that is looked at | f64 × 8: gains in x | in y
 * ```
 */

import { Search } from "./state";

/** More are not gathered: then each voxel is searched for alone. */
const CANDIDATES: i32 = 1024;

/** Bytes of a list of them. */
const LIST: usize = (<usize>CANDIDATES) << 3;

/** Cost of looking at one candidate, in visits to rows. */
const CANDIDATE_STEPS: f64 = 0.25;

/** Bytes of the candidates. */
export function candidateBytes(): usize {
  return 4 * LIST + 128;
}

/** The least of (q − s)² − (q − a)² for q = first, last and s = low … high. */
function leastGain(first: f64, last: f64, low: f64, high: f64, a: f64): f64 {
  const one = max<f64>(max<f64>(low - first, first - high), 0);
  const other = max<f64>(max<f64>(low - last, last - high), 0);
  return min<f64>(one * one - (first - a) * (first - a), other * other - (last - a) * (last - a));
}

/**
 * Gathers the voxels that may be nearest to some voxel of the group, the last answer of `search` being one of them; false if
 * they are too many.
 */
export function gatherCandidates(search: Search): bool {
  const group = search.group;
  const candidates = search.candidates;
  const wx = search.wx;
  const x0 = <f64>group.x0;
  const x1 = <f64>group.x1;
  const y0 = <f64>group.y0;
  const y1 = <f64>group.y1;
  const z0 = <f64>group.z0;
  const z1 = <f64>group.z1;
  const ax = <f64>search.x;
  const ay = <f64>search.y;
  const az = <f64>search.z;
  const blocksInY = (search.ny + 7) >>> 3;
  const blocksInZ = (search.nz + 7) >>> 3;
  const leastX = wx * leastGain(x0, x1, 0, <f64>search.nx, ax);
  const leastY = search.wy * leastGain(y0, y1, 0, <f64>search.ny, ay);
  store<f64>(candidates, ax);
  store<f64>(candidates + LIST, ay);
  store<f64>(candidates + 2 * LIST, az);
  search.candidateCount = 1;
  let visits = blocksInZ;
  for (let k = 0; k < blocksInZ; k++) {
    const costOfLayer = search.wz * leastGain(z0, z1, <f64>(k << 3), <f64>((k << 3) + 7), az);
    if (!(costOfLayer + leastX + leastY < 0)) continue;
    visits += blocksInY;
    let row = search.blocks + <usize>k * <usize>blocksInY * search.blockRow;
    for (let j = 0; j < blocksInY; j++, row += search.blockRow) {
      const cost = costOfLayer + search.wy * leastGain(y0, y1, <f64>(j << 3), <f64>((j << 3) + 7), ay);
      if (!(cost + leastX < 0)) continue;
      for (let i: usize = 0; i < search.blockRow; i += 8) {
        for (let bits = load<u64>(row + i); bits != 0; bits &= bits - 1) {
          const block = ((<i32>i) << 3) + <i32>ctz(bits);
          const aside = wx * leastGain(x0, x1, <f64>(block << 3), <f64>((block << 3) + 7), ax);
          visits++;
          if (!(cost + aside < 0)) continue;
          visits += 16;
          if (!gatherOfBlock(search, block, j << 3, k << 3, aside, cost - costOfLayer)) return false;
        }
      }
    }
  }
  search.steps += <f64>visits;
  return true;
}

/** The same of one block, a byte for each row. `inX`, `inY`: the least that its x and its y add. */
function gatherOfBlock(search: Search, block: i32, fromY: i32, fromZ: i32, inX: f64, inY: f64): bool {
  const group = search.group;
  const candidates = search.candidates;
  const gainsInX = candidates + 4 * LIST;
  const gainsInY = gainsInX + 64;
  // The terms of each x and each y of the block, once for all its rows.
  storeGains(gainsInX, search.wx, group.x0, group.x1, block << 3, search.x);
  storeGains(gainsInY, search.wy, group.y0, group.y1, fromY, search.y);
  const rows = min(search.ny - fromY, 8);
  const lastZ = min(search.nz, fromZ + 8);
  let count = search.candidateCount;
  for (let z = fromZ; z < lastZ; z++) {
    const inZ = search.wz * leastGain(<f64>group.z0, <f64>group.z1, <f64>z, <f64>z, <f64>search.z);
    if (!(inX + inY + inZ < 0)) continue;
    let at = search.to + <usize>fromY * search.stride + <usize>z * search.slice + <usize>block;
    for (let i = 0; i < rows; i++, at += search.stride) {
      let bits = <u32>load<u8>(at);
      if (bits == 0) continue;
      const cost = inZ + load<f64>(gainsInY + ((<usize>i) << 3));
      if (!(cost + inX < 0)) continue;
      for (; bits != 0; bits &= bits - 1) {
        const bit = ctz(bits);
        if (!(cost + load<f64>(gainsInX + ((<usize>bit) << 3)) < 0)) continue;
        // One place is kept, so that the list can be made even.
        if (count == CANDIDATES - 1) return false;
        const target = candidates + ((<usize>count) << 3);
        store<f64>(target, <f64>((block << 3) + <i32>bit));
        store<f64>(target + LIST, <f64>(fromY + i));
        store<f64>(target + 2 * LIST, <f64>z);
        count++;
      }
    }
  }
  search.candidateCount = count;
  return true;
}

/** Squared distances that eight voxels from `low` on add along one axis. */
function storeGains(target: usize, weight: f64, first: i32, last: i32, low: i32, a: i32): void {
  for (let i = 0; i < 8; i++) {
    const at = <f64>(low + i);
    store<f64>(target + ((<usize>i) << 3), weight * leastGain(<f64>first, <f64>last, at, at, <f64>a));
  }
}

/** The candidates' cost in y and z, from row (y, z). */
export function enterRow(search: Search, y: i32, z: i32): void {
  const candidates = search.candidates;
  let count = <usize>search.candidateCount;
  if ((count & 1) != 0) {
    // The last one twice, so that they can be looked at by twos.
    const last = candidates + ((count - 1) << 3);
    for (let list: usize = 0; list < 3 * LIST; list += LIST) store<f64>(last + list, load<f64>(last + list), 8);
    count++;
  }
  const end = candidates + (count << 3);
  if (ASC_FEATURE_SIMD) {
    const ys = f64x2.splat(<f64>y);
    const zs = f64x2.splat(<f64>z);
    const wy = f64x2.splat(search.wy);
    const wz = f64x2.splat(search.wz);
    for (let at = candidates; at < end; at += 16) {
      const dy = f64x2.sub(v128.load(at + LIST), ys);
      const dz = f64x2.sub(v128.load(at + 2 * LIST), zs);
      const cost = f64x2.add(f64x2.mul(wy, f64x2.mul(dy, dy)), f64x2.mul(wz, f64x2.mul(dz, dz)));
      v128.store(at + 3 * LIST, cost);
    }
  } else {
    for (let at = candidates; at < end; at += 8) {
      const dy = load<f64>(at + LIST) - <f64>y;
      const dz = load<f64>(at + 2 * LIST) - <f64>z;
      store<f64>(at + 3 * LIST, search.wy * (dy * dy) + search.wz * (dz * dz));
    }
  }
}

/** The squared distance from voxel x of the row entered to the nearest candidate. */
export function leastOfCandidates(search: Search, x: i32): f64 {
  const candidates = search.candidates;
  const end = candidates + (((<usize>search.candidateCount + 1) & ~1) << 3);
  search.steps += CANDIDATE_STEPS * <f64>search.candidateCount;
  if (ASC_FEATURE_SIMD) {
    const xs = f64x2.splat(<f64>x);
    const wx = f64x2.splat(search.wx);
    let least = f64x2.splat(Infinity);
    for (let at = candidates; at < end; at += 16) {
      const dx = f64x2.sub(v128.load(at), xs);
      least = f64x2.pmin(least, f64x2.add(v128.load(at + 3 * LIST), f64x2.mul(wx, f64x2.mul(dx, dx))));
    }
    return Math.min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  } else {
    let least: f64 = Infinity;
    for (let at = candidates; at < end; at += 8) {
      const dx = load<f64>(at) - <f64>x;
      least = min<f64>(least, load<f64>(at + 3 * LIST) + search.wx * (dx * dx));
    }
    return least;
  }
}
