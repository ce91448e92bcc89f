/**
 * A small made-up case: lesions (label 1) and lymph nodes (label 2) in a 3D scan, and a prediction with the errors that
 * real methods make. Everything follows from one seed, so that the committed files can be made again and checked.
 */

export const SHAPE = [128, 128, 48] as const;
export const SPACING = [0.9, 0.9, 2.5] as const;
/** Patient axes: x to the left, y to the back, as many scanners store them. */
export const AFFINE = [-0.9, 0, 0, 57.15, 0, -0.9, 0, 42.3, 0, 0, 2.5, -310.5, 0, 0, 0, 1] as const;

const LESION = 1;
const NODE = 2;
const SEED = 20_261_123;

type Vector = readonly [number, number, number];

/** A bumpy ellipsoid; lengths in mm. */
interface Blob {
  readonly label: number;
  readonly centre: Vector;
  readonly radius: number;
  /** Unit vectors of its axes. */
  readonly axes: readonly [Vector, Vector, Vector];
  /** Radii relative to `radius`. */
  readonly proportions: Vector;
  /** Phases of the bumps. */
  readonly phases: Vector;
}

/** Errors that the prediction makes with an instance. */
type Fate =
  | "good"
  | "shifted"
  | "eroded"
  | "dilated"
  | "split in two"
  | "split in three"
  | "missed"
  | "wrong class"
  | "merged with next";

const FATES: Readonly<Record<number, readonly Fate[]>> = {
  [LESION]: [
    ...Array<Fate>(8).fill("good"),
    ...(["shifted", "shifted", "eroded", "eroded", "dilated"] as const),
    ...(["split in two", "split in two", "split in three", "missed", "missed", "wrong class"] as const),
    ...(["merged with next", "good"] as const),
  ],
  [NODE]: [...Array<Fate>(5).fill("good"), "shifted", "eroded", "missed", "merged with next", "good"],
};

const SPURIOUS = [LESION, LESION, LESION, NODE] as const;

export interface ExamplePair {
  readonly reference: Uint8Array<ArrayBuffer>;
  readonly prediction: Uint8Array<ArrayBuffer>;
}

/** The voxels of both volumes, x fastest. */
export function examplePair(): ExamplePair {
  const random = mulberry32(SEED);
  const voxels = SHAPE[0] * SHAPE[1] * SHAPE[2];
  const [reference, prediction] = [new Uint8Array(voxels), new Uint8Array(voxels)];
  const placed: Blob[] = [];
  for (const label of [LESION, NODE]) {
    let mergedWith: Blob | null = null;
    for (const fate of FATES[label]) {
      const blob: Blob = mergedWith === null ? place(random, label, placed) : beside(mergedWith, random);
      placed.push(blob);
      paint(reference, blob);
      predict(prediction, blob, fate, random);
      if (mergedWith !== null) bridge(prediction, mergedWith, blob);
      mergedWith = fate === "merged with next" ? blob : null;
    }
  }
  for (const label of SPURIOUS) {
    const blob = place(random, label, placed);
    placed.push(blob);
    paint(prediction, { ...blob, radius: 0.7 * blob.radius });
  }
  return { reference, prediction };
}

function predict(prediction: Uint8Array, blob: Blob, fate: Fate, random: () => number): void {
  const phases = moved(blob.phases, direction(random), 0.08);
  const other: Blob = { ...blob, phases, radius: blob.radius * (0.95 + 0.1 * random()) };
  const piece = (from: number, to: number) =>
    paint(prediction, other, blob.axes[0], (offset) => offset >= from * blob.radius && offset < to * blob.radius);
  switch (fate) {
    case "missed":
      break;
    case "shifted":
      paint(prediction, { ...other, centre: moved(blob.centre, direction(random), 0.45 * blob.radius) });
      break;
    case "eroded":
      paint(prediction, { ...other, radius: 0.76 * blob.radius });
      break;
    case "dilated":
      paint(prediction, { ...other, radius: 1.28 * blob.radius });
      break;
    case "wrong class":
      paint(prediction, { ...other, label: LESION + NODE - blob.label });
      break;
    case "split in two":
      piece(-9, -0.1);
      piece(0.25, 9);
      break;
    case "split in three":
      piece(-9, -0.45);
      piece(-0.12, 0.2);
      piece(0.52, 9);
      break;
    default:
      paint(prediction, other);
  }
}

/** A blob somewhere clear of the others and of the volume's faces. */
function place(random: () => number, label: number, placed: readonly Blob[]): Blob {
  for (;;) {
    const radius = label === LESION ? 6 + 5 * random() : 4.5 + 2 * random();
    const room = 1.6 * radius + 3;
    const centre = vector((axis) => room + random() * (SHAPE[axis] * SPACING[axis] - 2 * room));
    const clear = placed.every((other) => distance(centre, other.centre) > 1.45 * (radius + other.radius) + 4);
    const axes = orthonormal(direction(random), direction(random));
    const proportions = vector(() => 0.8 + 0.4 * random());
    const blob = { label, centre, radius, axes, proportions, phases: direction(random) };
    if (clear) return blob;
  }
}

/** A smaller neighbour that nearly touches `blob`. */
function beside(blob: Blob, random: () => number): Blob {
  const radius = 0.8 * blob.radius;
  const centre = moved(blob.centre, [0.8, 0.6, 0], 1.1 * (blob.radius + radius) + 3);
  return { ...blob, centre, radius, proportions: [0.95, 1, 0.95], phases: direction(random) };
}

/** Fills the gap between two blobs with a rod. */
function bridge(volume: Uint8Array, a: Blob, b: Blob): void {
  const steps = 24;
  const rod = { ...b, radius: 0.45 * b.radius, proportions: [1, 1, 1] as const };
  for (let i = 0; i <= steps; i++) {
    paint(volume, {
      ...rod,
      centre: vector((axis) => a.centre[axis] + ((b.centre[axis] - a.centre[axis]) * i) / steps),
    });
  }
}

/** Writes a blob's label into its voxels; with `keeps`, only where that is true of the offset (mm) along `along`. */
function paint(volume: Uint8Array, blob: Blob, along: Vector = [0, 0, 0], keeps = (_offset: number) => true): void {
  const first = vector((axis) => Math.max(0, Math.floor((blob.centre[axis] - 1.6 * blob.radius) / SPACING[axis])));
  const last = vector((axis) =>
    Math.min(SHAPE[axis] - 1, Math.ceil((blob.centre[axis] + 1.6 * blob.radius) / SPACING[axis])),
  );
  for (let z = first[2]; z <= last[2]; z++) {
    for (let y = first[1]; y <= last[1]; y++) {
      for (let x = first[0]; x <= last[0]; x++) {
        const from = vector((axis) => [x, y, z][axis] * SPACING[axis] - blob.centre[axis]);
        if (!contains(blob, from) || !keeps(dot(from, along))) continue;
        volume[x + SHAPE[0] * (y + SHAPE[1] * z)] = blob.label;
      }
    }
  }
}

function contains({ radius, axes, proportions, phases }: Blob, from: Vector): boolean {
  const local = vector((axis) => dot(from, axes[axis]) / (radius * proportions[axis]));
  const length = Math.hypot(...local);
  if (length === 0) return true;
  const bump = vector((axis) => Math.sin((3.5 * local[axis]) / length + 6 * phases[axis]));
  return length < 1 + 0.09 * (bump[0] + bump[1] + bump[2]);
}

function vector(of: (axis: 0 | 1 | 2) => number): Vector {
  return [of(0), of(1), of(2)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function distance(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function moved(from: Vector, towards: Vector, by: number): Vector {
  return vector((axis) => from[axis] + by * towards[axis]);
}

/** A random unit vector. */
function direction(random: () => number): Vector {
  for (;;) {
    const v = vector(() => 2 * random() - 1);
    const length = Math.hypot(...v);
    if (length > 0.1 && length <= 1) return vector((axis) => v[axis] / length);
  }
}

/** Three perpendicular unit vectors, the first along `a` (Gram-Schmidt). */
function orthonormal(a: Vector, b: Vector): readonly [Vector, Vector, Vector] {
  const across = moved(b, a, -dot(a, b));
  const length = Math.hypot(...across);
  if (length < 0.01)
    return [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
  const second = vector((axis) => across[axis] / length);
  const third: Vector = [
    a[1] * second[2] - a[2] * second[1],
    a[2] * second[0] - a[0] * second[2],
    a[0] * second[1] - a[1] * second[0],
  ];
  return [a, second, third];
}

/** A seeded source of numbers in [0, 1) (mulberry32, by Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
