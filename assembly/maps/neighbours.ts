/**
 * The neighbours of a voxel that have come, as a mask of 27 bits. Not a kernel itself.
 *
 * ```
 * mask       three bits, of x − 1, x, x + 1, for each of nine rows: that of the voxel first, then those a step away, then the others
 * table      | bits from the voxel's row to the row i32, edges at which there is none u8, which of the three are neighbours u8, – u16 | × 9
 *            | for each bit of the mask those that are its own neighbours u32 | × 27
 * ```
 * **Idea**: neighbours that are neighbours of each other hang together already, so that one of them stands for all: where all 26
 * are there, one is left. No branch depends on which are there.
 */

/** Rows: steps along y and z. */
const ROWS: u32 = 9;

const BETWEEN_AT: usize = ROWS << 3;

/** Bytes of the table. */
export const NEIGHBOUR_BYTES: usize = BETWEEN_AT + 27 * 4;

/** Steps along y of a row, as its number says. */
function stepY(row: u32): i32 {
  if (row < 5) return row == 1 ? -1 : row == 2 ? 1 : 0;
  return row & 1 ? -1 : 1;
}

function stepZ(row: u32): i32 {
  if (row < 5) return row == 3 ? -1 : row == 4 ? 1 : 0;
  return row < 7 ? -1 : 1;
}

/** The voxel is the first one of its column, the last one, in the first slice, in the last one. */
function edgesOf(y: u32, z: u32, ny: u32, nz: u32): u32 {
  return u32(y == 0) | (u32(y + 1 == ny) << 1) | (u32(z == 0) << 2) | (u32(z + 1 == nz) << 3);
}

function areNeighbours(a: u32, b: u32, steps: i32): bool {
  const rowA = a / 3;
  const rowB = b / 3;
  const dx = abs<i32>(<i32>(a % 3) - <i32>(b % 3));
  const dy = abs<i32>(stepY(rowA) - stepY(rowB));
  const dz = abs<i32>(stepZ(rowA) - stepZ(rowB));
  return max(dx, max(dy, dz)) <= 1 && dx + dy + dz <= steps;
}

/** Writes the table. `width`: bits from a row to the next; `steps`: of one voxel, between neighbours at most. */
export function listNeighbours(table: usize, width: u32, ny: u32, steps: u32): void {
  for (let row: u32 = 0; row < ROWS; row++) {
    const dy = stepY(row);
    const dz = stepZ(row);
    const left = <i32>steps - abs<i32>(dy) - abs<i32>(dz);
    const entry = table + ((<usize>row) << 3);
    store<i32>(entry, (dy + dz * <i32>ny) * <i32>width);
    store<u8>(entry, (dy < 0 ? 1 : 0) | (dy > 0 ? 2 : 0) | (dz < 0 ? 4 : 0) | (dz > 0 ? 8 : 0), 4);
    store<u8>(entry, left < 0 ? 0 : left == 0 ? 2 : 7, 5);
  }
  for (let a: u32 = 0; a < 27; a++) {
    let mask: u32 = 0;
    for (let b: u32 = 0; b < 27; b++) mask |= u32(areNeighbours(a, b, steps)) << b;
    store<u32>(table + BETWEEN_AT + ((<usize>a) << 2), mask);
  }
}

/** The neighbours of a voxel among bits that rows of `width` hold, as few of each row as stand for the others. */
export function neighboursOf(table: usize, bits: usize, bit: u32, nx: u32, ny: u32, nz: u32, width: u32): u32 {
  const line = bit / width;
  const x = bit - line * width;
  const z = line / ny;
  const edges = edgesOf(line - z * ny, z, ny, nz);
  const around = u32(x > 0) | 2 | (u32(x + 1 < nx) << 2);
  let mask: u32 = 0;
  for (let row: u32 = 0; row < ROWS; row++) {
    const entry = table + ((<usize>row) << 3);
    if ((edges & load<u8>(entry, 4)) != 0) continue;
    const first = <i32>bit - 1 + load<i32>(entry);
    const three = (load<u32>(bits + <usize>(first >> 3)) >> (first & 7)) & around & load<u8>(entry, 5);
    mask |= (three & 2 ? 2 : three) << (3 * row);
  }
  return mask;
}

/** The first neighbour of a mask, as bits from the voxel. */
export function nearestOf(table: usize, mask: u32): i32 {
  const first = ctz(mask);
  return load<i32>(table + ((<usize>first / 3) << 3)) + <i32>(first % 3) - 1;
}

/** The mask without the first neighbour, and without those that hang together with it. */
export function withoutNearest(table: usize, mask: u32): u32 {
  return mask & ~load<u32>(table + BETWEEN_AT + ((<usize>ctz(mask)) << 2));
}
