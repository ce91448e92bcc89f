import type { MaskShape } from "../support/masks.js";
import { componentsOf, eulerLoss, type Indicator } from "./topology.js";

type Voxel = readonly [number, number, number];

/** In the order in which they are peeled; those along the first axis come last. */
const BORDERS: readonly Voxel[] = [
  [0, -1, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 0, -1],
  [1, 0, 0],
  [-1, 0, 0],
];

/**
 * Thinning by Lee, Kashyap and Chu as scikit-image does it, from the definitions: for each border, all voxels that are
 * no line's end, leave the Euler characteristic as it is and whose neighbours hang together; then each of them again,
 * as long as what is left of its neighbours hangs together and, with `keepLast`, there is one left.
 */
export function skeletonizeLeeSlowly(mask: Uint8Array, shape: MaskShape, keepLast = false): Uint8Array {
  const [nx, ny, nz] = shape.length === 2 ? [1, ...shape] : shape;
  // A slice [x, y] is the volume [1, x, y]; where it came from is the same linear index without the first axis.
  const indexOf = ([x, y, z]: Voxel): number => (shape.length === 2 ? y + ny * z : x + nx * (y + ny * z));
  const voxels = Uint8Array.from(mask, (value) => (value === 0 ? 0 : 1));
  const isForeground = (x: number, y: number, z: number): boolean =>
    x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz && voxels[indexOf([x, y, z])] === 1;
  const inOrder: Voxel[] = [];
  for (let x = 0; x < nx; x++) for (let y = 0; y < ny; y++) for (let z = 0; z < nz; z++) inOrder.push([x, y, z]);
  const hasNeighbour = ([x, y, z]: Voxel) => NEIGHBOURS.some(([i, j, k]) => isForeground(x + i, y + j, z + k));
  const judge = ([x, y, z]: Voxel) => judgementOf((i, j, k) => isForeground(x + i, y + j, z + k));

  const borders = nx === 1 ? BORDERS.slice(0, 4) : BORDERS;
  let changed = true;
  while (changed) {
    changed = false;
    for (const [i, j, k] of borders) {
      const candidates = inOrder.filter((voxel) => {
        const [x, y, z] = voxel;
        return isForeground(x, y, z) && !isForeground(x + i, y + j, z + k) && judge(voxel).isDeletable;
      });
      for (const voxel of candidates) {
        if (!judge(voxel).hangsTogether) continue;
        if (keepLast && !hasNeighbour(voxel)) continue;
        voxels[indexOf(voxel)] = 0;
        changed = true;
      }
    }
  }
  return voxels;
}

const AROUND = [-1, 0, 1];
const NEIGHBOURS: readonly Voxel[] = AROUND.flatMap((i) =>
  AROUND.flatMap((j) => AROUND.map((k): Voxel => [i, j, k])),
).filter((step) => step.some((value) => value !== 0));

/** Properties of a voxel by its 26 neighbours. */
interface Judgement {
  /** They are one component, or none. */
  readonly hangsTogether: boolean;
  /** Moreover it is no line's end, and without it the Euler characteristic stays as it is. */
  readonly isDeletable: boolean;
}

/** Judgements by neighbourhood, a bit for each neighbour: most neighbourhoods are met again, round after round. */
const judgements = new Map<number, Judgement>();
const bitOf = ([i, j, k]: Voxel): number => 1 << (9 * (i + 1) + 3 * (j + 1) + k + 1);

function judgementOf(isNeighbour: Indicator): Judgement {
  let code = 0;
  for (const step of NEIGHBOURS) if (isNeighbour(...step)) code |= bitOf(step);
  let judgement = judgements.get(code);
  if (judgement === undefined) {
    const neighbours = NEIGHBOURS.filter((step) => (code & bitOf(step)) !== 0);
    const hangsTogether = componentsOf(neighbours).length <= 1;
    const isInside: Indicator = (...step) => step.every((d) => Math.abs(d) <= 1) && (code & bitOf(step)) !== 0;
    const isDeletable = hangsTogether && neighbours.length !== 1 && eulerLoss(isInside, [0, 0, 0]) === 0;
    judgement = { hangsTogether, isDeletable };
    judgements.set(code, judgement);
  }
  return judgement;
}

/** Where scikit-image departs from Zhang and Suen: the eight neighbours row by row, and the passes that delete. */
const DEPARTURES: Readonly<Record<string, readonly number[]>> = {
  "110/0.0/000": [1],
  "011/0.0/000": [1],
  "010/0.1/000": [1, 2],
  "110/0.1/000": [1],
  "001/0.1/000": [1],
  "011/0.1/000": [1],
  "000/0.1/001": [2],
  "010/0.1/001": [2],
  "000/0.1/010": [1, 2],
  "000/0.0/011": [],
  "000/0.1/011": [2],
  "000/0.0/110": [2],
  "000/0.1/110": [2],
  "001/0.1/110": [2],
  "100/1.0/000": [],
  "010/1.0/000": [1, 2],
  "110/1.0/000": [1],
  "011/1.0/000": [1],
  "000/1.0/010": [1, 2],
  "100/1.0/010": [1],
  "000/1.0/011": [2],
  "000/1.0/100": [2],
  "010/1.0/100": [1],
  "011/1.0/100": [1],
  "000/1.0/110": [2],
};

/** Thinning of a slice by Zhang and Suen, with the departures above; "up" is towards smaller x, "left" smaller y. */
export function skeletonizeZhangSuenSlowly(mask: Uint8Array, [nx, ny]: MaskShape): Uint8Array {
  let pixels = Uint8Array.from(mask, (value) => (value === 0 ? 0 : 1));
  const at = (x: number, y: number): number => (x >= 0 && x < nx && y >= 0 && y < ny ? pixels[x + nx * y] : 0);
  const isDeleted = (x: number, y: number, pass: number): boolean => {
    const rows = [-1, 0, 1].map((i) => [-1, 0, 1].map((j) => (i === 0 && j === 0 ? "." : at(x + i, y + j))).join(""));
    const departure = DEPARTURES[rows.join("/")];
    if (departure !== undefined) return departure.includes(pass);
    // P2 to P9 of the paper: from above, clockwise.
    const ring = [
      at(x - 1, y),
      at(x - 1, y + 1),
      at(x, y + 1),
      at(x + 1, y + 1),
      at(x + 1, y),
      at(x + 1, y - 1),
      at(x, y - 1),
      at(x - 1, y - 1),
    ];
    const [p2, , p4, , p6, , p8] = ring;
    const neighbours = ring.reduce((sum, value) => sum + value, 0);
    const patterns = ring.filter((value, i) => value === 0 && ring[(i + 1) % 8] === 1).length;
    if (neighbours < 2 || neighbours > 6 || patterns !== 1) return false;
    return pass === 1 ? p2 * p4 * p6 + p4 * p6 * p8 === 0 : p2 * p4 * p8 + p2 * p6 * p8 === 0;
  };
  let changed = true;
  while (changed) {
    changed = false;
    for (const pass of [1, 2]) {
      const left = pixels.map((value, i) => (value === 1 && !isDeleted(i % nx, Math.floor(i / nx), pass) ? 1 : 0));
      if (left.some((value, i) => value !== pixels[i])) changed = true;
      pixels = left;
    }
  }
  return pixels;
}
