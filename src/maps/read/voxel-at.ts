/** The indices x, y, z of a linear index. */
export function voxelAt(index: number, [nx, ny]: readonly [number, number, number]): number[] {
  return [index % nx, Math.floor(index / nx) % ny, Math.floor(index / nx / ny)];
}
