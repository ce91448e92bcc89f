import type { MaskShape } from "../support/masks.js";
import { componentsOf, eulerLoss } from "./topology.js";

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
 * as long as what is left of its neighbours hangs together.
 */
export function skeletonizeLeeSlowly(mask: Uint8Array, shape: MaskShape): Uint8Array {
  const [nx, ny, nz] = shape.length === 2 ? [1, ...shape] : shape;
  // A slice [x, y] is the volume [1, x, y]; where it came from is the same linear index without the first axis.
  const indexOf = ([x, y, z]: Voxel): number => (shape.length === 2 ? y + ny * z : x + nx * (y + ny * z));
  const voxels = Uint8Array.from(mask, (value) => (value === 0 ? 0 : 1));
  const isForeground = (x: number, y: number, z: number): boolean =>
    x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz && voxels[indexOf([x, y, z])] === 1;
  const inOrder: Voxel[] = [];
  for (let x = 0; x < nx; x++) for (let y = 0; y < ny; y++) for (let z = 0; z < nz; z++) inOrder.push([x, y, z]);

  const neighboursOf = ([x, y, z]: Voxel): Voxel[] => {
    const found: Voxel[] = [];
    for (const i of [-1, 0, 1])
      for (const j of [-1, 0, 1])
        for (const k of [-1, 0, 1])
          if ((i !== 0 || j !== 0 || k !== 0) && isForeground(x + i, y + j, z + k)) found.push([i, j, k]);
    return found;
  };

  const borders = nx === 1 ? BORDERS.slice(0, 4) : BORDERS;
  let changed = true;
  while (changed) {
    changed = false;
    for (const [i, j, k] of borders) {
      const candidates = inOrder.filter((voxel) => {
        const [x, y, z] = voxel;
        if (!isForeground(x, y, z) || isForeground(x + i, y + j, z + k)) return false;
        const neighbours = neighboursOf(voxel);
        return neighbours.length !== 1 && componentsOf(neighbours).length <= 1 && eulerLoss(isForeground, voxel) === 0;
      });
      for (const voxel of candidates) {
        if (componentsOf(neighboursOf(voxel)).length > 1) continue;
        voxels[indexOf(voxel)] = 0;
        changed = true;
      }
    }
  }
  return voxels;
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
