/**
 * Seeded pairs of label volumes to measure on: the prediction is the reference shifted, shrunk or grown, and in places
 * missed, split, merged or invented.
 */
import {
  type Canvas,
  type LabelArray,
  type Point,
  paintBall,
  paintBridge,
  paintTube,
  type Shape,
} from "./support/paint-shapes.js";
import { seededRandom } from "./support/random.js";

export type { LabelArray, Shape } from "./support/paint-shapes.js";

/** The shapes in a volume; "mixed" are balls, tubes and shells in turn. */
export type Content = "balls" | "tubes" | "shells" | "mixed" | "cells" | "noise" | "checkerboard" | "empty" | "full";

export interface PairOptions {
  readonly content: Content;
  readonly shape: Shape;
  /** Instances of the reference; ignored by noise, checkerboard, empty and full. */
  readonly instances?: number;
  /** The wanted share of labelled voxels (roughly: shapes may overlap); for blobs and noise. */
  readonly foreground?: number;
  /** Labels are 1 … classes rather than one for each instance. */
  readonly classes?: number;
  readonly bytesPerVoxel?: 1 | 2 | 4;
  readonly seed?: number;
}

export interface VolumePair {
  readonly shape: Shape;
  readonly reference: LabelArray;
  readonly prediction: LabelArray;
}

export const SEED = 20_261_123;

/** Makes a pair; equal options make equal pairs. */
export function makePair(options: PairOptions): VolumePair {
  const { shape, content } = options;
  const reference = emptyCanvas(options);
  const prediction = emptyCanvas(options);
  const random = seededRandom(options.seed ?? SEED);
  if (content === "cells") {
    paintCells(reference, options, 0);
    paintCells(prediction, options, 2);
  } else if (content === "noise") {
    paintNoise(reference, prediction, options, random);
  } else if (content === "checkerboard") {
    for (const { data } of [reference, prediction]) paintCheckerboard(data, shape);
  } else if (content === "full") {
    for (const { data } of [reference, prediction]) data.fill(1);
  } else if (content !== "empty") {
    paintBlobs(reference, prediction, options, random);
  }
  return { shape, reference: reference.data, prediction: prediction.data };
}

/** The share of labelled voxels. */
export function foregroundShare(data: LabelArray): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += Number(data[i] !== 0);
  return count / data.length;
}

function emptyCanvas({ shape, bytesPerVoxel = 1 }: PairOptions): Canvas {
  const count = shape[0] * shape[1] * shape[2];
  const data =
    bytesPerVoxel === 1 ? new Uint8Array(count) : bytesPerVoxel === 2 ? new Uint16Array(count) : new Uint32Array(count);
  return { shape, data };
}

/** Shapes of equal volume, one in each cell of a jittered grid. */
function paintBlobs(reference: Canvas, prediction: Canvas, options: PairOptions, random: () => number): void {
  const { shape, content, instances = 100, foreground = 0.06, classes } = options;
  const voxels = shape[0] * shape[1] * shape[2];
  const volume = (foreground * voxels) / instances;
  const spots = spread(shape, instances, random);
  const kinds = content === "mixed" ? (["balls", "tubes", "shells"] as const) : [content];
  let invented = instances;
  spots.forEach((spot, i) => {
    const label = classes === undefined ? i + 1 : 1 + (i % classes);
    const kind = kinds[i % kinds.length];
    const angles: Point = [2 * Math.PI * random(), random() - 0.5, 2 * random()];
    const paint = (canvas: Canvas, [x, y, z]: Point, scale: number, as: number) => {
      if (kind === "tubes") {
        // Length 24 times the radius, which is 0.24 of a ball's.
        const radius = Math.cbrt(volume / (24 * Math.PI)) * scale;
        paintTube(canvas, [x, y, z], radius, 24 * radius, as, angles);
      } else {
        const thin = kind === "shells" ? 0.7 : 0;
        const radius = Math.cbrt((3 * volume) / (4 * Math.PI * (1 - thin ** 3))) * scale;
        paintBall(canvas, [x, y, z], radius, as, thin * radius);
      }
    };
    paint(reference, spot, 1, label);
    const fate = random();
    const near: Point = [
      spot[0] + 4 * (random() - 0.5),
      spot[1] + 4 * (random() - 0.5),
      spot[2] + 2 * (random() - 0.5),
    ];
    const scale = 0.92 + 0.12 * random();
    const radius = Math.cbrt((3 * volume) / (4 * Math.PI));
    if (fate < 0.05) return; // missed
    const extra = classes === undefined ? ++invented : label;
    if (fate < 0.1) {
      paint(prediction, [near[0], near[1], near[2] - 0.8 * radius], 0.75, label);
      paint(prediction, [near[0], near[1], near[2] + 0.8 * radius], 0.75, extra);
      return;
    }
    paint(prediction, near, scale, label);
    if (fate < 0.15 && i > 0) paintBridge(prediction, near, spots[i - 1], 2, label);
    if (fate > 0.97)
      paintBall(prediction, [random() * shape[0], random() * shape[1], random() * shape[2]], radius / 2, extra);
  });
}

/** One place in each of the first `count` cells of a grid, in a seeded order. */
function spread(shape: Shape, count: number, random: () => number): Point[] {
  const side = Math.cbrt((shape[0] * shape[1] * shape[2]) / count);
  const cells = shape.map((length) => Math.max(1, Math.ceil(length / side)));
  const spots: Point[] = [];
  for (let k = 0; k < cells[2]; k++) {
    for (let j = 0; j < cells[1]; j++) {
      for (let i = 0; i < cells[0]; i++) {
        const [x, y, z] = [i, j, k].map((at, axis) => ((at + 0.3 + 0.4 * random()) * shape[axis]) / cells[axis]);
        spots.push([x, y, z]);
      }
    }
  }
  for (let i = spots.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [spots[i], spots[j]] = [spots[j], spots[i]];
  }
  return spots.slice(0, count);
}

/** Bricks with wavy walls that fill the volume; no background at all. */
function paintCells({ shape, data }: Canvas, { instances = 1000, classes }: PairOptions, shift: number): void {
  const [nx, ny, nz] = shape;
  const side = Math.cbrt((nx * ny * nz) / instances);
  const [columns, lines] = [Math.ceil(nx / side), Math.ceil(ny / side)];
  for (let z = 0, row = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++, row += nx) {
      const layer = columns * (Math.floor(y / side) + lines * Math.floor(z / side));
      for (let column = 0; column < columns; column++) {
        const wall = (at: number) => at * side + shift + 3 * Math.sin(0.21 * y + at) + 2 * Math.cos(0.17 * z + 2 * at);
        const from = column === 0 ? 0 : Math.max(0, Math.round(wall(column)));
        const to = column === columns - 1 ? nx : Math.min(nx, Math.max(from, Math.round(wall(column + 1))));
        const cell = layer + column;
        data.fill(classes === undefined ? cell + 1 : 1 + (cell % classes), row + from, row + to);
      }
    }
  }
}

/** Every voxel for itself; a tenth of the prediction's are drawn anew. */
function paintNoise(reference: Canvas, prediction: Canvas, options: PairOptions, random: () => number): void {
  const { foreground = 0.1, classes = 1 } = options;
  const draw = () => (random() < foreground ? 1 + Math.floor(random() * classes) : 0);
  for (let i = 0; i < reference.data.length; i++) {
    const label = draw();
    reference.data[i] = label;
    prediction.data[i] = random() < 0.1 ? draw() : label;
  }
}

function paintCheckerboard(data: LabelArray, [nx, ny, nz]: Shape): void {
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++, i++) data[i] = (x + y + z) & 1;
  }
}
