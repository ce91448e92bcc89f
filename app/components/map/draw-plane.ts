import { BARE, paintVoxel } from "../../../src/reports/figures/map-colours.js";
import type { OpenedMap } from "../../engine/map-protocol.js";

/** The axes of the volume that a plane shows, and the one along which its slices follow each other. */
export interface PlaneAxes {
  readonly across: number;
  readonly up: number;
  readonly away: number;
}

interface Drawing {
  readonly map: OpenedMap;
  /** The value under the sign. */
  readonly seen: (voxel: number) => number;
  /** Voxel of the grid that is drawn. */
  readonly place: readonly number[];
  /** Voxels of less are not coloured. */
  readonly threshold: number;
}

/** Pixels a voxel at least, so that lines between voxels are thin. */
const FINEST = 512;

/** Draws one slice: the anatomy, the map from the threshold on, the reference's outline, and the place. */
export function drawPlane(canvas: HTMLCanvasElement, axes: PlaneAxes, drawing: Drawing): void {
  const { map, place } = drawing;
  const { shape } = map.grid;
  const [columns, rows] = [shape[axes.across], shape[axes.up]];
  const scale = Math.max(1, Math.ceil(FINEST / Math.max(columns, rows)));
  canvas.width = columns * scale;
  canvas.height = rows * scale;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const slice = new OffscreenCanvas(columns, rows);
  slice.getContext("2d")?.putImageData(new ImageData(paintSlice(axes, drawing), columns), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(slice, 0, 0, canvas.width, canvas.height);
  if (map.reference !== null) strokeOutline(context, map.reference, axes, { shape, place, scale });
  const [x, y] = [(place[axes.across] + 0.5) * scale, (rows - place[axes.up] - 0.5) * scale];
  context.strokeStyle = "#6cb0ec";
  context.lineWidth = 1;
  context.beginPath();
  for (const [fx, fy, tx, ty] of [
    [0, y, x - 2 * scale, y],
    [x + 2 * scale, y, canvas.width, y],
    [x, 0, x, y - 2 * scale],
    [x, y + 2 * scale, x, canvas.height],
  ]) {
    context.moveTo(fx, fy);
    context.lineTo(tx, ty);
  }
  context.stroke();
}

/** How far apart neighbours along each axis are in memory. */
function stridesOf([nx, ny]: readonly number[]): readonly number[] {
  return [1, nx, nx * ny];
}

function paintSlice({ across, up, away }: PlaneAxes, { map, seen, place, threshold }: Drawing) {
  const { shape } = map.grid;
  const strides = stridesOf(shape);
  const [columns, rows] = [shape[across], shape[up]];
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  const first = place[away] * strides[away];
  for (let row = 0, pixel = 0; row < rows; row++) {
    const line = first + (rows - 1 - row) * strides[up];
    for (let column = 0; column < columns; column++, pixel++) {
      const voxel = line + column * strides[across];
      const value = seen(voxel);
      paintVoxel(pixels, pixel, {
        grey: map.shades?.[voxel] ?? BARE,
        share: value >= threshold ? value / map.largest : 0,
        isOver: map.shades !== null,
      });
    }
  }
  return pixels;
}

/** A white line with a dark rim between what is of the reference and what is not. */
function strokeOutline(
  context: CanvasRenderingContext2D,
  reference: Uint8Array,
  { across, up, away }: PlaneAxes,
  {
    shape,
    place,
    scale,
  }: { readonly shape: readonly number[]; readonly place: readonly number[]; readonly scale: number },
): void {
  const strides = stridesOf(shape);
  const [columns, rows] = [shape[across], shape[up]];
  const first = place[away] * strides[away];
  const isInside = (column: number, row: number) =>
    column >= 0 && column < columns && row >= 0 && row < rows
      ? reference[first + column * strides[across] + row * strides[up]]
      : 0;
  const path = new Path2D();
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const [x, y, here] = [column * scale, (rows - row) * scale, isInside(column, row)];
      if (here !== isInside(column - 1, row)) {
        path.moveTo(x, y);
        path.lineTo(x, y - scale);
      }
      if (here !== isInside(column, row - 1)) {
        path.moveTo(x, y);
        path.lineTo(x + scale, y);
      }
    }
  }
  for (const [colour, width] of [
    ["#000000a0", 4],
    ["#ffffff", 1.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(path);
  }
}
