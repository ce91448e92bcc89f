import { findDeletable } from "./find-deletable";
import {
  bitBytes,
  blockBytes,
  blockShift,
  entryBytes,
  mapBytes,
  rowBytes,
  slabBytes,
  stampBytes,
} from "./skeleton-volume";

/*
 * Thinning of a binary volume to its skeleton: T.-C. Lee, R. L. Kashyap, C.-N. Chu, "Building skeleton models via 3-D
 * medial surface/axis thinning algorithms", CVGIP 56 (1994), DOI 10.1006/cgip.1994.1042.
 *
 * Idea. Six borders are peeled in turn until nothing changes. In each turn all deletable voxels of that border are
 * found first (find-deletable.ts); then they are visited in order, and each is deleted if its remaining neighbours
 * still hang together.
 *
 * As in scikit-image, so that skeletons agree voxel for voxel: borders in the order r−, r+, c+, c−, p+,
 * p−; one slab has only the first four; voxels in the order p, r, c; the second look asks for at most one component of
 * neighbours, not for the Euler characteristic nor for a neighbour at all. So a part that has shrunk to 2 × 2 voxels is
 * deleted whole, and the skeleton of a ball may be empty: that is scikit-image's result too, not a slip. With `keepLast` the
 * last voxel of a part stays instead: what goes for certain leaves the neighbour under it, and every other voxel that is
 * deleted leaves a neighbour too. Nothing proves
 * that no tunnel opens; in 1500 random volumes nothing changed but that whole components went.
 *
 * Changes to the paper: blocks of 64 or 128 voxels are tested at once, but no more where they are empty, and only if in the 64
 * blocks around them something was deleted since the last turn of the same border: otherwise what was found then is
 * still so, and a voxel that passed both looks in unchanged surroundings is gone. (To keep that for each block on its own
 * costs more than it saves: a third of all for balls of 20³ to 128³.) Most voxels of a smooth surface are certain to go
 * (find-certain.ts) and need no second look. For the others it keeps the nine rows around 16 voxels in registers and
 * floods the 26 neighbours as the bits of one integer.
 *
 * Cost: time in proportion to the blocks of the border, summed over the turns, and to the uncertain voxels: on balls and
 * tubes of 29³ to 128³ about 9 to 35 ns for each voxel of the mask (60 to 97 where every voxel is looked at twice; plain
 * TypeScript with a byte for each voxel and full sweeps: bench/skeletons/skeletonize.ts). 128 bits at a time gain 1.1 to 1.5
 * over 64: many blocks hold but a few border voxels. Memory: see skeleton-volume.ts.
 */

/** The 26 neighbours as bits c + 3r + 9p; those that have a neighbour of larger or smaller c, or r, in the cube. */
const C_UP: u32 = 0o333333333;
const C_DOWN: u32 = 0o666666666;
const R_UP: u32 = 0o077077077;
const R_DOWN: u32 = 0o770770770;
const SELF: u32 = 1 << 13;

/**
 * Peels each border once, and returns how many voxels it deleted. A mask one voxel thick in p has four borders, any other six.
 * `round` counts from 0. `keepLast`: a voxel without any neighbour left stays, so that no component is deleted whole.
 */
export function thinRound(
  scratch: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  flat: bool,
  borders: u32,
  round: u32,
  keepLast: bool,
): u32 {
  const row = rowBytes(ny, nz, flat);
  const slab = slabBytes(nx, ny, nz, flat);
  const bits = bitBytes(nx, ny, nz, flat);
  let deleted: u32 = 0;
  for (let border: u32 = 0; border < borders; border++) {
    const turn = round * borders + border + 1;
    const end = listDeletable(scratch, row, slab, bits, borders, border, turn);
    deleted += deleteListed(scratch, row, slab, bits, border, turn, end, keepLast);
  }
  return deleted;
}

/**
 * Lists the blocks that have deletable voxels, of those near which something was deleted since this border was last peeled,
 * and returns the list's end. The borders are 0: r−, 1: r+, 2: c+, 3: c−, 4: p+, 5: p−.
 */
function listDeletable(
  scratch: usize,
  row: usize,
  slab: usize,
  bits: usize,
  borders: u32,
  border: u32,
  turn: u32,
): usize {
  const present = scratch + bits;
  const stamps = present + mapBytes(bits);
  let end = stamps + stampBytes(bits);
  for (let word: usize = 0; word < mapBytes(bits) >> 3; word++) {
    if (turn - load<u32>(stamps + (word << 2)) > borders) continue;
    for (let open = load<u64>(present + (word << 3)); open !== 0; open &= open - 1) {
      const offset = ((word << 6) + (ctz(open) as usize)) << blockShift();
      if (isBlockEmpty(scratch + offset)) {
        // Once empty it stays so, and is not looked at again.
        store<u64>(present + (word << 3), load<u64>(present + (word << 3)) & ~(open & (0 - open)));
        continue;
      }
      if (!findDeletable(scratch + offset, row, slab, border, end)) continue;
      store<u32>(end + 2 * blockBytes(), offset as u32);
      end += entryBytes();
    }
  }
  return end;
}

/** Deletes what was listed, if its neighbours still hang together, and returns how many voxels that is. */
function deleteListed(
  scratch: usize,
  row: usize,
  slab: usize,
  bits: usize,
  border: u32,
  turn: u32,
  end: usize,
  keepLast: bool,
): u32 {
  const stamps = scratch + bits + mapBytes(bits);
  const opposite = oppositeFace(border);
  // Bytes from a block that hold neighbours of its voxels: to the row before or behind, and one.
  const reach = row + 1;
  let deleted: u32 = 0;
  for (let entry = stamps + stampBytes(bits); entry < end; entry += entryBytes()) {
    const offset: usize = load<u32>(entry + 2 * blockBytes());
    const gone = deleteBlock(scratch + offset, row, slab, entry, opposite, keepLast);
    if (gone === 0) continue;
    deleted += gone;
    for (let plane: usize = offset - slab; plane !== offset + slab * 2; plane += slab) {
      stampBlocks(stamps, plane - reach, plane + blockBytes() - 1 + reach, turn);
    }
  }
  return deleted;
}

/** Stamps what holds the bytes first … last. */
function stampBlocks(stamps: usize, first: usize, last: usize, turn: u32): void {
  const end = last >> (blockShift() + 6);
  for (let word = first >> (blockShift() + 6); word <= end; word++) store<u32>(stamps + (word << 2), turn);
}

function isBlockEmpty(at: usize): bool {
  if (ASC_FEATURE_SIMD) return !v128.any_true(v128.load(at));
  else return load<u64>(at) === 0;
}

/**
 * Deletes the candidates of a block (at `entry`) as long as their neighbours hang together, in order, and writes which
 * are gone over them. Where none is uncertain, all go at once.
 */
function deleteBlock(at: usize, row: usize, slab: usize, entry: usize, opposite: u32, keepLast: bool): u32 {
  const uncertain = entry + blockBytes();
  if (isBlockEmpty(uncertain)) {
    if (ASC_FEATURE_SIMD) {
      v128.store(at, v128.andnot(v128.load(at), v128.load(entry)));
      return (popcnt(load<u64>(entry)) as u32) + (popcnt(load<u64>(entry, 8)) as u32);
    } else {
      store<u64>(at, load<u64>(at) & ~load<u64>(entry));
      return popcnt(load<u64>(entry)) as u32;
    }
  }
  let deleted: u32 = 0;
  for (let i: usize = 0; i < blockBytes(); i += 2) {
    const found = load<u16>(entry + i) as u32;
    if (found === 0) continue;
    const gone = deleteSimple(at + i, row, slab, found, load<u16>(uncertain + i) as u32, opposite, keepLast);
    store<u16>(entry + i, gone as u16);
    deleted += popcnt(gone);
  }
  return deleted;
}

/** Visits the candidates among the 16 voxels at `at` in order, deletes those that may go and returns them. */
function deleteSimple(
  at: usize,
  row: usize,
  slab: usize,
  candidates: u32,
  uncertain: u32,
  opposite: u32,
  keepLast: bool,
): u32 {
  // Windows on the nine rows: bits i, i+1, i+2 are the neighbours of voxel i.
  const w0 = load<u32>(at - slab - row - 1) >>> 7;
  const w1 = load<u32>(at - slab - 1) >>> 7;
  const w2 = load<u32>(at - slab + row - 1) >>> 7;
  const w3 = load<u32>(at - row - 1) >>> 7;
  let w4 = load<u32>(at - 1) >>> 7;
  const w5 = load<u32>(at + row - 1) >>> 7;
  const w6 = load<u32>(at + slab - row - 1) >>> 7;
  const w7 = load<u32>(at + slab - 1) >>> 7;
  const w8 = load<u32>(at + slab + row - 1) >>> 7;
  let gone: u32 = 0;
  let left = candidates;
  while (left !== 0) {
    const i = ctz(left);
    left &= left - 1;
    if (((uncertain >>> i) & 1) === 0) {
      gone |= (1 as u32) << i;
      w4 &= ~((2 as u32) << i);
      continue;
    }
    const low = ((w0 >>> i) & 7) | (((w1 >>> i) & 7) << 3) | (((w2 >>> i) & 7) << 6);
    const middle = ((w3 >>> i) & 7) | (((w4 >>> i) & 7) << 3) | (((w5 >>> i) & 7) << 6);
    const high = ((w6 >>> i) & 7) | (((w7 >>> i) & 7) << 3) | (((w8 >>> i) & 7) << 6);
    const neighbours = (low | (middle << 9) | (high << 18)) & ~SELF;
    if (keepLast && neighbours === 0) continue;
    if (!areConnected(neighbours, opposite)) continue;
    gone |= (1 as u32) << i;
    w4 &= ~((2 as u32) << i);
  }
  if (gone !== 0) store<u16>(at, load<u16>(at) & ~(gone as u16));
  return gone;
}

/** The neighbour opposite to a border's side: most often it is there and touches all others, so the flood is short. */
function oppositeFace(border: u32): u32 {
  const position =
    border < 2 ? (border === 0 ? 16 : 10) : border < 4 ? (border === 2 ? 12 : 14) : border === 4 ? 4 : 22;
  return (1 as u32) << position;
}

/** True if the neighbours form at most one 26-component. `first` is where the flood starts if it is among them. */
function areConnected(neighbours: u32, first: u32): bool {
  let reached = neighbours & first;
  if (reached === 0) reached = neighbours & (0 - neighbours);
  while (reached !== neighbours) {
    let grown = reached | ((reached & C_UP) << 1) | ((reached & C_DOWN) >>> 1);
    grown |= ((grown & R_UP) << 3) | ((grown & R_DOWN) >>> 3);
    grown = (grown | (grown << 9) | (grown >>> 9)) & neighbours;
    if (grown === reached) return false;
    reached = grown;
  }
  return true;
}
