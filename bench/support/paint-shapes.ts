/** Shapes painted row by row with `fill`: a volume of 79 million voxels takes some hundred milliseconds. */

export type Shape = readonly [number, number, number];
export type LabelArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
export type Point = readonly [number, number, number];

/** A dense volume under construction. */
export interface Canvas {
  readonly shape: Shape;
  readonly data: LabelArray;
}

/** Paints a ball; with `hollow` > 0 only the part farther than that from its centre. */
export function paintBall(canvas: Canvas, [cx, cy, cz]: Point, radius: number, label: number, hollow = 0): void {
  const [nx, ny, nz] = canvas.shape;
  for (let z = Math.max(0, Math.ceil(cz - radius)); z < Math.min(nz, cz + radius); z++) {
    for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(ny, cy + radius); y++) {
      const square = (y - cy) ** 2 + (z - cz) ** 2;
      if (square >= radius ** 2) continue;
      const row = nx * (y + ny * z);
      const outer = Math.sqrt(radius ** 2 - square);
      const inner = square < hollow ** 2 ? Math.sqrt(hollow ** 2 - square) : 0;
      const fill = (from: number, to: number) => {
        const start = Math.max(0, Math.ceil(from));
        const end = Math.min(nx, Math.ceil(to));
        if (start < end) canvas.data.fill(label, row + start, row + end);
      };
      if (inner === 0) fill(cx - outer, cx + outer);
      else {
        fill(cx - outer, cx - inner);
        fill(cx + inner, cx + outer);
      }
    }
  }
}

/** Paints a bent tube: balls along a path that starts at `from` and turns slowly. */
export function paintTube(
  canvas: Canvas,
  from: Point,
  radius: number,
  length: number,
  label: number,
  angles: Point,
): void {
  const [azimuth, elevation, bend] = angles;
  const step = Math.max(1, radius / 2);
  let [x, y, z] = from;
  for (let along = 0; along <= length; along += step) {
    paintBall(canvas, [x, y, z], radius, label);
    const turn = azimuth + (bend * along) / Math.max(1, length);
    x += step * Math.cos(turn) * Math.cos(elevation);
    y += step * Math.sin(turn) * Math.cos(elevation);
    z += step * Math.sin(elevation);
  }
}

/** Paints a straight bar between two points. */
export function paintBridge(canvas: Canvas, a: Point, b: Point, radius: number, label: number): void {
  const distance = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
  const steps = Math.ceil(distance / Math.max(1, radius / 2));
  for (let i = 0; i <= steps; i++) {
    const t = i / Math.max(1, steps);
    paintBall(canvas, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])], radius, label);
  }
}
