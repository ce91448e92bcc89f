/*
 * Surface voxels of a mask: foreground voxels with a background face-neighbour (6 in a volume, 4 in a flat slice).
 * Outside the mask is background.
 *
 * Idea. The smallest of a voxel's face-neighbours says whether one of them is background. Rows at the border of the
 * mask in y or z are surface wherever they are foreground, and so are the two ends of every row; all other voxels have
 * their neighbours at fixed distances, 16 at a time.
 *
 * Cost: O(voxels), about 7 loads for 16 of them. Memory: the two masks.
 *
 *   mask     u8[nz][ny][nx], x fastest, 0 is background        surface  the same, 0 or 1; may not be the mask
 */

/**
 * Writes the surface voxels of the slices `zStart` to `zEnd` and returns how many there are. `flat`: the mask is a 2D
 * slice (nz = 1), which has no neighbours in z.
 */
export function findSurface(
  mask: usize,
  nx: u32,
  ny: u32,
  nz: u32,
  flat: bool,
  surface: usize,
  zStart: u32,
  zEnd: u32,
): u32 {
  const row: usize = nx;
  const slice = row * ny;
  const zStep: usize = flat ? 0 : slice;
  let count: u32 = 0;
  if (nx === 0) return count;
  for (let z = zStart; z < zEnd; z++) {
    const zBorder = !flat && (z === 0 || z === nz - 1);
    for (let y: u32 = 0; y < ny; y++) {
      const at = (z as usize) * slice + (y as usize) * row;
      const source = mask + at;
      const target = surface + at;
      if (zBorder || y === 0 || y === ny - 1) {
        count += copyForeground(source, target, nx);
        continue;
      }
      count += findInRow(source, target, nx, row, zStep);
      // The ends of the row took the neighbouring rows' voxels for neighbours.
      count += makeSurface(source, target) + makeSurface(source + nx - 1, target + nx - 1);
    }
  }
  return count;
}

/** Makes a foreground voxel a surface voxel; returns 1 if it was none before. */
function makeSurface(source: usize, target: usize): u32 {
  const surface: u32 = (load<u8>(source) !== 0) as u32;
  const added = surface - (load<u8>(target) as u32);
  store<u8>(target, surface);
  return added;
}

function copyForeground(source: usize, target: usize, nx: u32): u32 {
  let count: u32 = 0;
  let x: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    for (; x + 16 <= nx; x += 16) {
      const found = i8x16.ne(v128.load(source + x), i8x16.splat(0));
      v128.store(target + x, v128.and(found, i8x16.splat(1)));
      count += popcnt(i8x16.bitmask(found));
    }
  }
  for (; x < nx; x++) {
    const found: u32 = (load<u8>(source + x) !== 0) as u32;
    store<u8>(target + x, found);
    count += found;
  }
  return count;
}

/** `zStep` is 0 in a flat slice: a voxel is then its own neighbour in z. */
function findInRow(source: usize, target: usize, nx: u32, row: usize, zStep: usize): u32 {
  let count: u32 = 0;
  let x: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    const none = i8x16.splat(0);
    for (; x + 16 <= nx; x += 16) {
      const at = source + x;
      const self = v128.load(at);
      let least = i8x16.min_u(v128.load(at - 1), v128.load(at + 1));
      least = i8x16.min_u(least, i8x16.min_u(v128.load(at - row), v128.load(at + row)));
      least = i8x16.min_u(least, i8x16.min_u(v128.load(at - zStep), v128.load(at + zStep)));
      const found = v128.andnot(i8x16.eq(least, none), i8x16.eq(self, none));
      v128.store(target + x, v128.and(found, i8x16.splat(1)));
      count += popcnt(i8x16.bitmask(found));
    }
  }
  for (; x < nx; x++) {
    const at = source + x;
    const inner =
      load<u8>(at - 1) !== 0 &&
      load<u8>(at + 1) !== 0 &&
      load<u8>(at - row) !== 0 &&
      load<u8>(at + row) !== 0 &&
      load<u8>(at - zStep) !== 0 &&
      load<u8>(at + zStep) !== 0;
    const found: u32 = (load<u8>(at) !== 0 && !inner) as u32;
    store<u8>(target + x, found);
    count += found;
  }
  return count;
}
