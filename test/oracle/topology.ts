/** A volume as a function: true where there is foreground, false outside. */
export type Indicator = (x: number, y: number, z: number) => boolean;

/**
 * Euler characteristic of a 26-connected object, by its definition: voxels are closed cubes, and of all corners, edges,
 * faces and cubes that belong to the object, corners − edges + faces − cubes. Cells have doubled coordinates: a cube is
 * odd in three, a face in two, an edge in one, a corner in none.
 */
export function eulerCharacteristic(isForeground: Indicator, [nx, ny, nz]: readonly [number, number, number]): number {
  let characteristic = 0;
  for (let w = 0; w <= 2 * nz; w++) {
    for (let v = 0; v <= 2 * ny; v++) {
      for (let u = 0; u <= 2 * nx; u++) {
        if (!isTouched(isForeground, u, v, w)) continue;
        const dimension = (u & 1) + (v & 1) + (w & 1);
        characteristic += dimension % 2 === 0 ? 1 : -1;
      }
    }
  }
  return characteristic;
}

/**
 * The decrease of the Euler characteristic by deleting a voxel: of the 27 cells of its cube, those in which no other voxel
 * has a part.
 */
export function eulerLoss(isForeground: Indicator, [x, y, z]: readonly [number, number, number]): number {
  const isOther: Indicator = (i, j, k) => (i !== x || j !== y || k !== z) && isForeground(i, j, k);
  let loss = 0;
  for (let w = 2 * z; w <= 2 * z + 2; w++) {
    for (let v = 2 * y; v <= 2 * y + 2; v++) {
      for (let u = 2 * x; u <= 2 * x + 2; u++) {
        if (!isTouched(isOther, u, v, w)) loss += ((u & 1) + (v & 1) + (w & 1)) % 2 === 0 ? 1 : -1;
      }
    }
  }
  return loss;
}

function isTouched(isForeground: Indicator, u: number, v: number, w: number): boolean {
  // A cell that is even in an axis lies between two cubes of it.
  const along = (t: number): number[] => (t % 2 === 1 ? [(t - 1) / 2] : [t / 2 - 1, t / 2]);
  return along(u).some((x) => along(v).some((y) => along(w).some((z) => isForeground(x, y, z))));
}

/** Components of foreground voxels, two of them adjacent if no coordinate differs by more than 1. */
export function componentsOf(voxels: readonly (readonly [number, number, number])[]): number[][] {
  const left = new Set(voxels.keys());
  const components: number[][] = [];
  for (const first of voxels.keys()) {
    if (!left.delete(first)) continue;
    const component = [first];
    for (const member of component) {
      for (const other of left) {
        if (voxels[member].some((value, axis) => Math.abs(value - voxels[other][axis]) > 1)) continue;
        left.delete(other);
        component.push(other);
      }
    }
    components.push(component);
  }
  return components;
}
