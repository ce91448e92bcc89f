/*
 * Thinning of a binary slice to its skeleton: T. Y. Zhang, C. Y. Suen, "A fast parallel algorithm for thinning digital
 * patterns", CACM 27 (1984), DOI 10.1145/357994.358023, with the departures of scikit-image's default, so that
 * skeletons agree pixel for pixel.
 *
 * Idea. Two passes in turn, until neither deletes anything: one peels the lower borders, the other the upper ones. In
 * a pass all pixels are judged by their eight neighbours as they were before it. A judgement is one of 256, so that a
 * pass is a set of 256 bits; 16 pixels look up their bit at once (two table shuffles choose the byte, one the bit).
 *
 *   neighbour bits (x down, y to the right, as an array [x, y] prints):     NW 1    N 2    NE 4
 *                                                                           W 128    ·     E 8
 *                                                                           SW 64   S 32   SE 16
 *
 * Changed here: a pass looks at a row again only if a pixel in it or in a neighbouring row was deleted since.
 *
 * Cost: O(pixels of such rows) for each pass. Memory: two bytes for each pixel.
 *
 *   scratch | sets: 2 × 32 B | 64 B of 0 | rows −1 … ny, each `stride` bytes, x from 0, at least one 0 at the end
 *           | deletions: the same once more | flags: u8 for each row |
 */

import { BIT_PAD, bitStride } from "../volumes/bit-rows";

const NW: u32 = 1;
const N: u32 = 2;
const NE: u32 = 4;
const E: u32 = 8;
const SE: u32 = 16;
const S: u32 = 32;
const SW: u32 = 64;
const W: u32 = 128;

const SETS_BYTES: usize = 128;

function strideOf(nx: u32): usize {
  return ((nx as usize) + 16) & ~15;
}

/** Bytes of scratch that thinning needs; a float because it may be more than a memory can hold. */
export function thinSliceScratchBytes(nx: u32, ny: u32): f64 {
  return 128.0 + (((nx as f64) + 16.0) * 2.0 + 1.0) * ((ny as f64) + 2.0);
}

/** Fills the two sets and copies in the part of a slice of bits (`bit-rows.ts`, rows of `boxNx` pixels) that begins at x0, y0. */
export function loadSlice(mask: usize, boxNx: i32, x0: usize, y0: usize, nx: u32, ny: u32, scratch: usize): void {
  const stride = strideOf(nx);
  memory.fill(scratch, 0, SETS_BYTES + (stride * 2 + 1) * ((ny as usize) + 2));
  fillSets(scratch);
  let source = mask + BIT_PAD + y0 * bitStride(boxNx);
  let target = scratch + SETS_BYTES + stride;
  for (let y: u32 = 0; y < ny; y++, source += bitStride(boxNx), target += stride) {
    for (let x: usize = 0; x < nx; x++) {
      store<u8>(target + x, (load<u8>(source + ((x0 + x) >> 3)) >> (((x0 + x) & 7) as u8)) & 1);
    }
  }
  memory.fill(scratch + SETS_BYTES + stride * 2 * ((ny as usize) + 2) + 1, 3, ny);
}

/** Sets the bits of the slice where they were, and returns how many they are. */
export function storeSlice(scratch: usize, nx: u32, ny: u32, out: usize, boxNx: i32, x0: usize, y0: usize): u32 {
  const stride = strideOf(nx);
  let count: u32 = 0;
  let target = out + BIT_PAD + y0 * bitStride(boxNx);
  let source = scratch + SETS_BYTES + stride;
  for (let y: u32 = 0; y < ny; y++, source += stride, target += bitStride(boxNx)) {
    for (let x: usize = 0; x < nx; x++) {
      const pixel = load<u8>(source + x);
      if (pixel === 0) continue;
      const at = target + ((x0 + x) >> 3);
      store<u8>(at, load<u8>(at) | (pixel << (((x0 + x) & 7) as u8)));
      count++;
    }
  }
  return count;
}

/** One pass (0 or 1); returns how many pixels it deleted. */
export function thinSlice(scratch: usize, nx: u32, ny: u32, pass: i32): u32 {
  const stride = strideOf(nx);
  const pixels = scratch + SETS_BYTES;
  const deletions = stride * ((ny as usize) + 2);
  const flags = pixels + deletions * 2;
  const bit: u32 = 1 << pass;
  // Find: flag bit 2 marks the rows that lose pixels.
  for (let y: usize = 1; y <= ny; y++) {
    const flag: u32 = load<u8>(flags + y);
    if ((flag & bit) === 0) continue;
    const row = pixels + y * stride;
    const found = findRow(row, row + deletions, stride, scratch + ((pass as usize) << 5));
    store<u8>(flags + y, (flag & ~bit) | (found ? 4 : 0));
  }
  // Delete.
  let deleted: u32 = 0;
  for (let y: usize = 1; y <= ny; y++) {
    const flag: u32 = load<u8>(flags + y);
    if ((flag & 4) === 0) continue;
    deleted += deleteRow(pixels + y * stride, deletions, stride);
    store<u8>(flags + y, 3);
    for (let other = y - 1; other <= y + 1; other += 2) store<u8>(flags + other, load<u8>(flags + other) | 3);
  }
  return deleted;
}

/** Writes 1 to `target` for each pixel of a row that the set deletes, 0 for all others; true if there is one. */
function findRow(row: usize, target: usize, stride: usize, set: usize): bool {
  if (ASC_FEATURE_SIMD) {
    const one = i8x16.splat(1);
    const low = v128.load(set);
    const high = v128.load(set, 16);
    const powers = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    let any = i8x16.splat(0);
    for (let x: usize = 0; x < stride; x += 16) {
      const at = row + x;
      const self = v128.load(at);
      let found = i8x16.splat(0);
      if (v128.any_true(self)) {
        const lower = at - stride;
        const upper = at + stride;
        let code = v128.or(v128.load(lower - 1), i8x16.shl(v128.load(at - 1), 1));
        code = v128.or(code, i8x16.shl(v128.load(upper - 1), 2));
        code = v128.or(code, i8x16.shl(v128.load(upper), 3));
        code = v128.or(code, i8x16.shl(v128.load(upper + 1), 4));
        code = v128.or(code, i8x16.shl(v128.load(at + 1), 5));
        code = v128.or(code, i8x16.shl(v128.load(lower + 1), 6));
        code = v128.or(code, i8x16.shl(v128.load(lower), 7));
        // A shuffle gives 0 for an index above 15: the two halves of the set are joined by or.
        const index = i8x16.shr_u(code, 3);
        const byte = v128.or(i8x16.swizzle(low, index), i8x16.swizzle(high, i8x16.sub(index, i8x16.splat(16))));
        const chosen = v128.and(byte, i8x16.swizzle(powers, v128.and(code, i8x16.splat(7))));
        found = v128.and(v128.and(i8x16.ne(chosen, i8x16.splat(0)), one), self);
      }
      v128.store(target + x, found);
      any = v128.or(any, found);
    }
    return v128.any_true(any);
  } else {
    let any: u32 = 0;
    for (let x: usize = 0; x < stride; x++) {
      const at = row + x;
      let found: u32 = 0;
      if (load<u8>(at) !== 0) {
        const lower = at - stride;
        const upper = at + stride;
        let code: u32 = (load<u8>(lower - 1) as u32) | ((load<u8>(at - 1) as u32) << 1);
        code |= ((load<u8>(upper - 1) as u32) << 2) | ((load<u8>(upper) as u32) << 3);
        code |= ((load<u8>(upper + 1) as u32) << 4) | ((load<u8>(at + 1) as u32) << 5);
        code |= ((load<u8>(lower + 1) as u32) << 6) | ((load<u8>(lower) as u32) << 7);
        found = ((load<u8>(set + (code >> 3)) as u32) >> (code & 7)) & 1;
      }
      store<u8>(target + x, found);
      any |= found;
    }
    return any !== 0;
  }
}

function deleteRow(row: usize, deletions: usize, stride: usize): u32 {
  let deleted: u32 = 0;
  for (let at = row; at < row + stride; at += 8) {
    const gone = load<u64>(at + deletions);
    deleted += popcnt(gone) as u32;
    store<u64>(at, load<u64>(at) ^ gone);
  }
  return deleted;
}

/** Fills the sets, which are empty. */
function fillSets(sets: usize): void {
  for (let code: u32 = 0; code < 256; code++) {
    const passes = passesOf(code);
    for (let pass: u32 = 0; pass < 2; pass++) {
      const at = sets + (pass << 5) + (code >> 3);
      store<u8>(at, (load<u8>(at) as u32) | (((passes >> pass) & 1) << (code & 7)));
    }
  }
}

/** In which passes (bit 0, bit 1) a pixel with these neighbours is deleted. */
function passesOf(code: u32): u32 {
  switch (code) {
    // scikit-image: a corner of four-connected pixels goes in both passes …
    case N | E:
    case E | S:
    case S | W:
    case W | N:
      return 3;
    // … with one diagonal, or some with two, in one pass.
    case NW | N | E:
    case NE | N | W:
    case NW | W | S:
    case SW | W | N:
    case NE | N | W | SW:
      return 1;
    case SE | E | N:
    case SW | S | E:
    case SE | S | W:
    case SW | S | E | NE:
      return 2;
    // The end of a line two pixels wide goes in one pass instead of both …
    case NW | N:
    case N | NE:
    case NE | E:
      return 1;
    case E | SE:
    case S | SW:
    case SW | W:
      return 2;
    // … or in none,
    case SE | S:
    case W | NW:
      return 0;
    // and an outer corner in one.
    case N | NE | E:
    case W | NW | N:
      return 1;
    case E | SE | S:
    case S | SW | W:
      return 2;
    default:
      return passesOfPaper(code);
  }
}

/** The same as the paper has it. */
function passesOfPaper(code: u32): u32 {
  const neighbours = popcnt(code);
  if (neighbours < 2 || neighbours > 6) return 0;
  // Bits run around the pixel: as many starts of foreground as changes, halved.
  const turned = ((code << 1) | (code >> 7)) & 255;
  if (popcnt(code & ~turned) !== 1) return 0;
  const first = !hasAll(code, N | E | S) && !hasAll(code, E | S | W);
  const second = !hasAll(code, N | E | W) && !hasAll(code, N | S | W);
  return (first as u32) | ((second as u32) << 1);
}

function hasAll(code: u32, bits: u32): bool {
  return (code & bits) === bits;
}
