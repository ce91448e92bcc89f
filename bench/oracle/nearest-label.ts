/**
 * The nearest-label kernel's algorithm in plain TypeScript: whole weights, axis after axis, the envelope at whole
 * positions (Meijster et al. 2000) with ties to the smaller label. No runs, no vectors, no prefilter, no slabs: what
 * WebAssembly is measured against.
 */
export function nearestLabelsTwin(
  labels: Uint32Array,
  shape: readonly [number, number, number],
  weights: readonly [number, number, number],
): Uint32Array {
  const [nx, ny, nz] = shape;
  const nearest = labels.slice();
  const squared = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) squared[i] = labels[i] === 0 ? Number.POSITIVE_INFINITY : 0;
  const envelope = makeEnvelope(squared, nearest, Math.max(nx, ny, nz));
  for (let line = 0; line < ny * nz; line++) envelope(line * nx, 1, nx, weights[0]);
  for (let z = 0; z < nz; z++) for (let x = 0; x < nx; x++) envelope(x + nx * ny * z, nx, ny, weights[1]);
  for (let column = 0; column < nx * ny; column++) envelope(column, nx * ny, nz, weights[2]);
  return nearest;
}

function makeEnvelope(squared: Float64Array, nearest: Uint32Array, longest: number) {
  const site = new Int32Array(longest);
  const height = new Float64Array(longest);
  const label = new Uint32Array(longest);
  const start = new Float64Array(longest);

  return (origin: number, stride: number, n: number, w: number): void => {
    let top = -1;
    for (let v = 0, i = origin; v < n; v++, i += stride) {
      const g = squared[i];
      if (g === Number.POSITIVE_INFINITY) continue;
      const h = g + w * v * v;
      const own = nearest[i];
      let from = 0;
      while (top >= 0) {
        const s = (h - height[top]) / (2 * w * (v - site[top]));
        const floor = Math.floor(s);
        from = floor === s && own < label[top] ? s : floor + 1;
        if (from > start[top]) break;
        from = 0;
        top--;
      }
      if (from >= n) continue;
      top++;
      site[top] = v;
      height[top] = h;
      label[top] = own;
      start[top] = from;
    }
    if (top < 0) return;
    let k = 0;
    for (let q = 0, i = origin; q < n; q++, i += stride) {
      while (k < top && start[k + 1] <= q) k++;
      squared[i] = height[k] + w * q * (q - 2 * site[k]);
      nearest[i] = label[k];
    }
  };
}
