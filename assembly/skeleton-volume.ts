/*
 * The packed volume on which Lee's thinning works, and the way into and out of it.
 *
 * Idea. One bit for each voxel, so that 64 or 128 voxels are tested at once and a volume of 128³ fits into the
 * second-level cache. Thinning depends on the order in which voxels are visited; the usual reference implementation
 * (scikit-image) holds the array [x, y, z] with z fastest, so the bits of a row run along z here, though masks run
 * along x. A flat slice [x, y] is to it one slab [1, x, y].
 *
 *   axis     volume   flat      scratch
 *   slab p   x        —         | bits                                                    | dirty        | list      |
 *   row  r   y        x         | 16 B | slab 0 (empty) | slab 1 … | slab n+1 (empty) | 16 B | u8 per block | 40 B each |
 *   bit  c   z        y         slab: | row 0 (empty) | row 1 … | row n+1 (empty) |
 *                               row:  | one bit per voxel | at least one 0 |
 *
 * The 0 that ends a row is also what lies before the next, so shifting the whole stream of bits by one finds neighbours
 * in c. Rows take whole bytes, five at least: then the 34 bits around 32 voxels, taken in a neighbouring row, do not
 * overlap those 32. A dirty flag and an entry of the list (24 B without SIMD) belong to a block of 128 bits (64 without SIMD).
 *
 * Cost: packing reads each voxel once; 0.52 bytes of scratch for each voxel of a large volume.
 */

/** Where the first slab begins: 16 bytes in, so that the blocks beside a voxel are always blocks of the scratch. */
const FIRST: usize = 16;

/** Blocks are 2^this bytes long: what is tested at once. */
export function blockShift(): usize {
  return ASC_FEATURE_SIMD ? 4 : 3;
}

export function blockBytes(): usize {
  return (1 as usize) << blockShift();
}

/** Bytes of an entry of the list: the deletable voxels of a block, the uncertain of these, the block's offset. */
export function entryBytes(): usize {
  return 2 * blockBytes() + 8;
}

export function slabCount(nx: u32, flat: bool): usize {
  return flat ? 1 : nx;
}

export function rowBytes(ny: u32, nz: u32, flat: bool): usize {
  const bytes: usize = ((flat ? ny : nz) >> 3) + 1;
  return bytes < 5 ? 5 : bytes;
}

export function slabBytes(nx: u32, ny: u32, nz: u32, flat: bool): usize {
  return (((flat ? nx : ny) as usize) + 2) * rowBytes(ny, nz, flat);
}

/** Bytes of all bits with 16 before and after them, rounded up to whole blocks. */
export function bitBytes(nx: u32, ny: u32, nz: u32, flat: bool): usize {
  return ((slabCount(nx, flat) + 2) * slabBytes(nx, ny, nz, flat) + 32 + 15) & ~15;
}

/** Bytes of the dirty flags, rounded up so that they can be read eight at a time. */
export function dirtyBytes(bits: usize): usize {
  return ((bits >> blockShift()) + 7) & ~7;
}

/** Eight copies of a byte. */
export function everyByte(value: u64): u64 {
  const four = value * 0x01010101;
  return (four << 32) | four;
}

/** Bytes of scratch that thinning needs; a float because it may be more than a memory can hold. */
export function skeletonScratchBytes(nx: u32, ny: u32, nz: u32, flat: bool): f64 {
  const columns: f64 = (flat ? ny : nz) as f64;
  const row: f64 = max<f64>(5, floor<f64>(columns / 8) + 1);
  const slabs: f64 = ((flat ? 1 : nx) as f64) + 2;
  const rows: f64 = ((flat ? nx : ny) as f64) + 2;
  const bytes = slabs * rows * row + 32 + 15;
  return ceil<f64>(bytes + bytes / 8 + 8 + bytes * 3 + 48);
}

/** Empties the packed volume and flags every block as not yet looked at. */
export function clearSkeletonVolume(scratch: usize, nx: u32, ny: u32, nz: u32, flat: bool): void {
  const bits = bitBytes(nx, ny, nz, flat);
  memory.fill(scratch, 0, bits);
  memory.fill(scratch + bits, 0, dirtyBytes(bits));
  memory.fill(scratch + bits, 0x3f, bits >> blockShift());
}

/** Packs the rows `yStart` to `yEnd` of all slices of a mask; every voxel that is not 0 is foreground. */
export function packSkeletonVolume(
  mask: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  flat: bool,
  scratch: usize,
  yStart: u32,
  yEnd: u32,
): void {
  const row = rowBytes(ny, nz, flat);
  const slab = slabBytes(nx, ny, nz, flat);
  const xStep = flat ? row : slab;
  for (let y = yStart; y < yEnd; y++) {
    // z inside y: the bytes that a row of x is spread over stay in the cache for eight slices.
    for (let z: u32 = 0; z < nz; z++) {
      const column = flat ? y : z;
      const target = scratch + FIRST + slab + row + (flat ? 0 : (y as usize) * row) + (column >> 3);
      const bit = (1 as u32) << (column & 7);
      const source = mask + (z as usize) * ny * nx + (y as usize) * nx;
      for (let x: u32 = 0; x < nx; x += 8) {
        let word = load<u64>(source + x);
        if (nx - x < 8) word &= ((1 as u64) << ((nx - x) << 3)) - 1;
        if (word === 0) continue;
        // The top bit of each byte that is not 0.
        word = (((word & everyByte(0x7f)) + everyByte(0x7f)) | word) & everyByte(0x80);
        do {
          const at = target + ((x as usize) + ((ctz(word) as usize) >> 3)) * xStep;
          store<u8>(at, load<u8>(at) | bit);
          word &= word - 1;
        } while (word !== 0);
      }
    }
  }
}

/** Writes the packed volume as a mask of 0 and 1 and returns the number of its voxels. */
export function unpackSkeletonVolume(scratch: usize, nx: u32, ny: u32, nz: u32, flat: bool, mask: usize): u32 {
  const row = rowBytes(ny, nz, flat);
  const slab = slabBytes(nx, ny, nz, flat);
  const bytes = bitBytes(nx, ny, nz, flat);
  const rStep: usize = flat ? 1 : nx;
  const cStep: usize = flat ? (nx as usize) : (ny as usize) * nx;
  memory.fill(mask, 0, (nx as usize) * ny * nz);
  let count: u32 = 0;
  for (let offset: usize = 0; offset < bytes; offset += 8) {
    let word = load<u64>(scratch + offset);
    while (word !== 0) {
      const bit = ctz(word) as usize;
      const at = offset - FIRST + (bit >> 3);
      const p = at / slab - 1;
      const inSlab = at % slab;
      const r = inSlab / row - 1;
      const c = ((inSlab % row) << 3) + (bit & 7);
      store<u8>(mask + p + r * rStep + c * cStep, 1);
      count++;
      word &= word - 1;
    }
  }
  return count;
}
