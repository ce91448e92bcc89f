/** Surface voxels by looking at each voxel's face-neighbours along the axes of the shape, one after another. */
export function findSurfaceSlowly(mask: Uint8Array, shape: readonly number[]): Uint8Array {
  const [nx = 1, ny = 1, nz = 1] = shape;
  const isForeground = (x: number, y: number, z: number): boolean =>
    x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz && mask[x + nx * (y + ny * z)] !== 0;
  const surface = new Uint8Array(mask.length);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        if (!isForeground(x, y, z)) continue;
        const neighbours: boolean[] = [];
        if (shape.length >= 1) neighbours.push(isForeground(x - 1, y, z), isForeground(x + 1, y, z));
        if (shape.length >= 2) neighbours.push(isForeground(x, y - 1, z), isForeground(x, y + 1, z));
        if (shape.length === 3) neighbours.push(isForeground(x, y, z - 1), isForeground(x, y, z + 1));
        if (neighbours.includes(false)) surface[x + nx * (y + ny * z)] = 1;
      }
    }
  }
  return surface;
}
