type Shape = readonly [nx: number, ny: number, nz: number];

/**
 * The average symmetric surface distance of two foregrounds in plain TypeScript: surfaces voxel by voxel, and a distance
 * transform of each (Felzenszwalb, Huttenlocher 2012), read at the other's surface.
 */
export function surfaceDistancesTwin(a: Uint32Array, b: Uint32Array, shape: Shape, spacing: Shape): number {
  const [first, second] = [surfaceOf(a, shape), surfaceOf(b, shape)];
  return (meanAt(first, second, shape, spacing) + meanAt(second, first, shape, spacing)) / 2;
}

function surfaceOf(labels: Uint32Array, [nx, ny, nz]: Shape): Uint32Array {
  const voxels: number[] = [];
  const slice = nx * ny;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / slice)];
    const border = x === 0 || y === 0 || z === 0 || x === nx - 1 || y === ny - 1 || z === nz - 1;
    const inside =
      !border &&
      labels[i - 1] !== 0 &&
      labels[i + 1] !== 0 &&
      labels[i - nx] !== 0 &&
      labels[i + nx] !== 0 &&
      labels[i - slice] !== 0 &&
      labels[i + slice] !== 0;
    if (!inside) voxels.push(i);
  }
  return Uint32Array.from(voxels);
}

function meanAt(from: Uint32Array, to: Uint32Array, shape: Shape, spacing: Shape): number {
  const squared = new Float64Array(shape[0] * shape[1] * shape[2]).fill(Number.POSITIVE_INFINITY);
  for (const i of to) squared[i] = 0;
  let step = 1;
  for (let axis = 0; axis < 3; axis++) {
    const n = shape[axis];
    for (let i = 0; i < squared.length; i++)
      if (Math.floor(i / step) % n === 0) passLine(squared, i, step, n, spacing[axis]);
    step *= n;
  }
  let sum = 0;
  for (const i of from) sum += Math.sqrt(squared[i]);
  return sum / from.length;
}

/** The lower envelope of the parabolas of one line. */
function passLine(values: Float64Array, start: number, step: number, n: number, spacing: number): void {
  const weight = spacing * spacing;
  const [sites, heights, borders]: number[][] = [[], [], []];
  for (let q = 0; q < n; q++) {
    const height = values[start + q * step];
    if (height === Number.POSITIVE_INFINITY) continue;
    let border = Number.NEGATIVE_INFINITY;
    while (sites.length > 0) {
      const [v, h] = [sites[sites.length - 1], heights[heights.length - 1]];
      border = (height - h + weight * (q * q - v * v)) / (2 * weight * (q - v));
      if (border > borders[borders.length - 1]) break;
      sites.pop();
      heights.pop();
      borders.pop();
      border = Number.NEGATIVE_INFINITY;
    }
    sites.push(q);
    heights.push(height);
    borders.push(border);
  }
  if (sites.length === 0) return;
  for (let q = 0, k = 0; q < n; q++) {
    while (k + 1 < sites.length && borders[k + 1] < q) k++;
    values[start + q * step] = heights[k] + weight * (q - sites[k]) ** 2;
  }
}
