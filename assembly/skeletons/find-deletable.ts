/*
 * Which voxels of a block of 64 (u64) or 128 (v128) consecutive voxels of a packed volume may be deleted from one side:
 * foreground, background on that side, not the end of a line, and simple (deleting it changes no component, tunnel or
 * cavity). Conditions of Lee, Kashyap, Chu 1994, DOI 10.1006/cgip.1994.1042, for all voxels of the block at once.
 *
 * Idea. The paper looks each octant's share of the Euler characteristic up in a table and labels the 26 neighbours
 * with an octree. Both follow from one picture: let A be that part of the voxel's own boundary (8 corners, 12 edges, 6
 * faces of a cube) which some neighbour touches. Two neighbours are 26-adjacent inside an octant exactly if they share
 * a corner of the cube, so
 *
 *   number of components of the neighbours = number of components of A,
 *   Euler characteristic unchanged         ⇔  χ(A) = corners − edges + faces touched = 1.
 *
 * A lies on a sphere, so by Alexander duality the loops of A are the components of the rest, less one: the untouched
 * faces, joined through untouched edges (six nodes, twelve links). Hence
 *
 *   simple  ⇔  the untouched faces are connected  and  χ(A) = 1.
 *
 * Once they are connected, A has no loops and χ(A) is the number of its components, 0 to 4: two bits decide. Corners,
 * edges and faces are planes of bits, the search is a flood with twelve links, the sum is made of carry-save adders:
 * some 400 logic operations for 64 or 128 voxels, no table, no branch for a voxel. Where a simpler condition says yes for all
 * candidates of a block, as on most of a smooth surface, none of this is done (find-certain.ts).
 *
 *          p            Names: a face is axis + side (`c0` towards lower c), an edge its two faces (`p0c1`), a corner
 *          |  r         three. p, r, c are the packed volume's slab, row and bit (skeleton-volume.ts).
 *          | /
 *          |/___ c      An edge is touched by its two face neighbours and by the one across; a corner by what touches
 *                       its three edges and by the one across.
 */

import {
  and,
  carry,
  isEmpty,
  loadAfter,
  loadBefore,
  or,
  or3,
  storePlane,
  when,
  without,
  xor,
  xor3,
} from "../volumes/bit-planes";
import { findUncertain, withoutEnds } from "./find-certain";

/**
 * Writes the bits of the deletable voxels of the block of 16 bytes (8 without SIMD) at `at` to `target`; false if there
 * are none. Behind them, in as many bytes, stand those of them that must be looked at again when others are gone; the rest
 * may go whichever others do (find-certain.ts). `row` and `slab` are the bytes between neighbours in r and p; `border`
 * says which side must be background: 0: r−, 1: r+, 2: c+, 3: c−, 4: p+, 5: p−.
 */
export function findDeletable(at: usize, row: usize, slab: usize, border: i32, target: usize): bool {
  if (ASC_FEATURE_SIMD) return findPlane<v128>(at, row, slab, border, target);
  else return findPlane<u64>(at, row, slab, border, target);
}

function findPlane<T>(at: usize, row: usize, slab: usize, border: i32, target: usize): bool {
  const voxels = load<T>(at);
  const step = border < 2 ? row : slab;
  const closed =
    border === 2
      ? loadAfter<T>(at)
      : border === 3
        ? loadBefore<T>(at)
        : load<T>(border % 3 === 1 ? at + step : at - step);
  const candidates = without<T>(voxels, closed);
  if (isEmpty<T>(candidates)) return false;
  const uncertain = findUncertain<T>(at, row, slab, border, candidates);
  let deletable = withoutEnds<T>(at, row, slab, border, without<T>(candidates, uncertain));
  let again = uncertain;
  if (!isEmpty<T>(uncertain)) {
    again = findSimple<T>(at, row, slab, border, uncertain);
    deletable = or<T>(deletable, again);
  }
  storePlane<T>(target, deletable);
  storePlane<T>(target + sizeof<T>(), again);
  return !isEmpty<T>(deletable);
}

/** Those of the candidates that are simple and no line's end. */
function findSimple<T>(at: usize, row: usize, slab: usize, border: i32, candidates: T): T {
  // Faces.
  const r0 = load<T>(at - row);
  const r1 = load<T>(at + row);
  const c0 = loadBefore<T>(at);
  const c1 = loadAfter<T>(at);
  const p0 = load<T>(at - slab);
  const p1 = load<T>(at + slab);

  // Neighbours across the edges, and the edges that are touched.
  const n00 = load<T>(at - slab - row);
  const n01 = load<T>(at - slab + row);
  const n10 = load<T>(at + slab - row);
  const n11 = load<T>(at + slab + row);
  const p0r0 = or3<T>(p0, r0, n00);
  const p0r1 = or3<T>(p0, r1, n01);
  const p1r0 = or3<T>(p1, r0, n10);
  const p1r1 = or3<T>(p1, r1, n11);
  const m00 = loadBefore<T>(at - slab);
  const m01 = loadAfter<T>(at - slab);
  const m10 = loadBefore<T>(at + slab);
  const m11 = loadAfter<T>(at + slab);
  const p0c0 = or3<T>(p0, c0, m00);
  const p0c1 = or3<T>(p0, c1, m01);
  const p1c0 = or3<T>(p1, c0, m10);
  const p1c1 = or3<T>(p1, c1, m11);
  const k00 = loadBefore<T>(at - row);
  const k01 = loadAfter<T>(at - row);
  const k10 = loadBefore<T>(at + row);
  const k11 = loadAfter<T>(at + row);
  const r0c0 = or3<T>(r0, c0, k00);
  const r0c1 = or3<T>(r0, c1, k01);
  const r1c0 = or3<T>(r1, c0, k10);
  const r1c1 = or3<T>(r1, c1, k11);

  // Flood the untouched faces from the border face, which is one of them. An untouched edge has untouched faces.
  let f0 = when<T>(border === 0, candidates);
  let f1 = when<T>(border === 1, candidates);
  let f2 = when<T>(border === 3, candidates);
  let f3 = when<T>(border === 2, candidates);
  let f4 = when<T>(border === 5, candidates);
  let f5 = when<T>(border === 4, candidates);
  let simple: T;
  for (;;) {
    const old0 = f0;
    const old1 = f1;
    const old2 = f2;
    const old3 = f3;
    const old4 = f4;
    const old5 = f5;
    let link = without<T>(or<T>(f0, f2), r0c0);
    f0 = or<T>(f0, link);
    f2 = or<T>(f2, link);
    link = without<T>(or<T>(f0, f3), r0c1);
    f0 = or<T>(f0, link);
    f3 = or<T>(f3, link);
    link = without<T>(or<T>(f1, f2), r1c0);
    f1 = or<T>(f1, link);
    f2 = or<T>(f2, link);
    link = without<T>(or<T>(f1, f3), r1c1);
    f1 = or<T>(f1, link);
    f3 = or<T>(f3, link);
    link = without<T>(or<T>(f4, f0), p0r0);
    f4 = or<T>(f4, link);
    f0 = or<T>(f0, link);
    link = without<T>(or<T>(f4, f1), p0r1);
    f4 = or<T>(f4, link);
    f1 = or<T>(f1, link);
    link = without<T>(or<T>(f4, f2), p0c0);
    f4 = or<T>(f4, link);
    f2 = or<T>(f2, link);
    link = without<T>(or<T>(f4, f3), p0c1);
    f4 = or<T>(f4, link);
    f3 = or<T>(f3, link);
    link = without<T>(or<T>(f5, f0), p1r0);
    f5 = or<T>(f5, link);
    f0 = or<T>(f0, link);
    link = without<T>(or<T>(f5, f1), p1r1);
    f5 = or<T>(f5, link);
    f1 = or<T>(f1, link);
    link = without<T>(or<T>(f5, f2), p1c0);
    f5 = or<T>(f5, link);
    f2 = or<T>(f2, link);
    link = without<T>(or<T>(f5, f3), p1c1);
    f5 = or<T>(f5, link);
    f3 = or<T>(f3, link);
    // A face must be touched or reached.
    simple = and<T>(candidates, and<T>(or<T>(r0, f0), or<T>(r1, f1)));
    simple = and<T>(simple, and<T>(or<T>(c0, f2), or<T>(c1, f3)));
    simple = and<T>(simple, and<T>(or<T>(p0, f4), or<T>(p1, f5)));
    // Most often the first round settles it; not waiting for a round without growth saves 8 % of the search.
    if (isEmpty<T>(xor<T>(simple, candidates))) break;
    const grown = or<T>(
      or3<T>(xor<T>(f0, old0), xor<T>(f1, old1), xor<T>(f2, old2)),
      or3<T>(xor<T>(f3, old3), xor<T>(f4, old4), xor<T>(f5, old5)),
    );
    if (isEmpty<T>(grown)) break;
  }
  if (isEmpty<T>(simple)) return simple;

  // χ(A) mod 4 = sum + 2·fours: first the edges e; −e ≡ e + 2e, and 2e counts by the parity of e alone.
  let sum = xor<T>(p0r0, p0r1);
  let twos = and<T>(p0r0, p0r1);
  twos = xor<T>(twos, carry<T>(sum, p1r0, p1r1));
  sum = xor3<T>(sum, p1r0, p1r1);
  twos = xor<T>(twos, carry<T>(sum, p0c0, p0c1));
  sum = xor3<T>(sum, p0c0, p0c1);
  twos = xor<T>(twos, carry<T>(sum, p1c0, p1c1));
  sum = xor3<T>(sum, p1c0, p1c1);
  twos = xor<T>(twos, carry<T>(sum, r0c0, r0c1));
  sum = xor3<T>(sum, r0c0, r0c1);
  twos = xor<T>(twos, carry<T>(sum, r1c0, r1c1));
  sum = xor3<T>(sum, r1c0, r1c1);
  twos = xor<T>(twos, sum);
  twos = xor<T>(twos, carry<T>(sum, r0, r1));
  sum = xor3<T>(sum, r0, r1);
  twos = xor<T>(twos, carry<T>(sum, c0, c1));
  sum = xor3<T>(sum, c0, c1);
  twos = xor<T>(twos, carry<T>(sum, p0, p1));
  sum = xor3<T>(sum, p0, p1);
  // Corners.
  const b00 = loadBefore<T>(at - slab - row);
  const a00 = loadAfter<T>(at - slab - row);
  const b01 = loadBefore<T>(at - slab + row);
  const a01 = loadAfter<T>(at - slab + row);
  const b10 = loadBefore<T>(at + slab - row);
  const a10 = loadAfter<T>(at + slab - row);
  const b11 = loadBefore<T>(at + slab + row);
  const a11 = loadAfter<T>(at + slab + row);
  let low = or<T>(or3<T>(p0r0, p0c0, r0c0), b00);
  let high = or<T>(or3<T>(p0r0, p0c1, r0c1), a00);
  twos = xor<T>(twos, carry<T>(sum, low, high));
  sum = xor3<T>(sum, low, high);
  low = or<T>(or3<T>(p0r1, p0c0, r1c0), b01);
  high = or<T>(or3<T>(p0r1, p0c1, r1c1), a01);
  twos = xor<T>(twos, carry<T>(sum, low, high));
  sum = xor3<T>(sum, low, high);
  low = or<T>(or3<T>(p1r0, p1c0, r0c0), b10);
  high = or<T>(or3<T>(p1r0, p1c1, r0c1), a10);
  twos = xor<T>(twos, carry<T>(sum, low, high));
  sum = xor3<T>(sum, low, high);
  low = or<T>(or3<T>(p1r1, p1c0, r1c0), b11);
  high = or<T>(or3<T>(p1r1, p1c1, r1c1), a11);
  twos = xor<T>(twos, carry<T>(sum, low, high));
  sum = xor3<T>(sum, low, high);
  simple = without<T>(and<T>(simple, sum), twos);
  if (isEmpty<T>(simple)) return simple;

  // The end of a line has one neighbour: of voxels that have any (χ is 1), keep those with two. Two faces are nearly always
  // found, and then the other neighbours need no count.
  let one = or<T>(r0, r1);
  let two = and<T>(r0, r1);
  two = or3<T>(two, and<T>(c0, c1), and<T>(one, or<T>(c0, c1)));
  one = or3<T>(one, c0, c1);
  two = or3<T>(two, and<T>(p0, p1), and<T>(one, or<T>(p0, p1)));
  if (!isEmpty<T>(without<T>(simple, two))) {
    one = or3<T>(one, p0, p1);
    two = or3<T>(two, and<T>(n00, n01), and<T>(one, or<T>(n00, n01)));
    one = or3<T>(one, n00, n01);
    two = or3<T>(two, and<T>(n10, n11), and<T>(one, or<T>(n10, n11)));
    one = or3<T>(one, n10, n11);
    two = or3<T>(two, and<T>(m00, m01), and<T>(one, or<T>(m00, m01)));
    one = or3<T>(one, m00, m01);
    two = or3<T>(two, and<T>(m10, m11), and<T>(one, or<T>(m10, m11)));
    one = or3<T>(one, m10, m11);
    two = or3<T>(two, and<T>(k00, k01), and<T>(one, or<T>(k00, k01)));
    one = or3<T>(one, k00, k01);
    two = or3<T>(two, and<T>(k10, k11), and<T>(one, or<T>(k10, k11)));
    one = or3<T>(one, k10, k11);
    two = or3<T>(two, and<T>(b00, a00), and<T>(one, or<T>(b00, a00)));
    one = or3<T>(one, b00, a00);
    two = or3<T>(two, and<T>(b01, a01), and<T>(one, or<T>(b01, a01)));
    one = or3<T>(one, b01, a01);
    two = or3<T>(two, and<T>(b10, a10), and<T>(one, or<T>(b10, a10)));
    one = or3<T>(one, b10, a10);
    two = or3<T>(two, and<T>(b11, a11), and<T>(one, or<T>(b11, a11)));
    simple = and<T>(simple, two);
  }
  return simple;
}
