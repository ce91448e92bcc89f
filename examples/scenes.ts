/** Small made-up pairs, each with one difficulty, for the guides. A volume is a list of boxes, painted in order. */

/** A label, and the first and last voxel of its box along x, y and z. */
type Box = readonly [label: number, x0: number, x1: number, y0: number, y1: number, z0: number, z1: number];

export interface Scene {
  readonly shape: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
  readonly reference: readonly Box[];
  readonly prediction: readonly Box[];
}

const SCAN = { shape: [48, 32, 8], spacing: [1, 1, 2] } as const;

export const SCENES: Readonly<Record<string, Scene>> = {
  // Three lesions, of which two are predicted in pieces.
  fragments: {
    ...SCAN,
    reference: [
      [1, 2, 31, 3, 8, 1, 5],
      [1, 4, 19, 14, 21, 2, 6],
      [1, 30, 41, 18, 27, 1, 4],
    ],
    prediction: [
      [1, 2, 11, 3, 8, 1, 5],
      [1, 13, 21, 3, 8, 1, 5],
      [1, 23, 31, 3, 8, 1, 5],
      [1, 4, 12, 14, 21, 2, 6],
      [1, 14, 19, 14, 21, 2, 6],
      [1, 30, 41, 18, 26, 1, 4],
    ],
  },
  // Six cells in contact, numbered; two are predicted as one, and one is cut in two.
  cells: {
    shape: [48, 32, 1],
    spacing: [0.5, 0.5, 1],
    reference: [
      [1, 4, 13, 4, 13, 0, 0],
      [2, 14, 23, 4, 13, 0, 0],
      [3, 24, 33, 4, 13, 0, 0],
      [4, 4, 13, 14, 23, 0, 0],
      [5, 14, 23, 14, 23, 0, 0],
      [6, 24, 33, 14, 23, 0, 0],
    ],
    prediction: [
      [1, 4, 23, 4, 13, 0, 0],
      [2, 24, 33, 4, 12, 0, 0],
      [3, 4, 13, 14, 18, 0, 0],
      [4, 4, 13, 19, 23, 0, 0],
      [5, 14, 23, 14, 23, 0, 0],
      [6, 25, 33, 14, 23, 0, 0],
    ],
  },
  // Lesions of 3 to 12 voxels across, each outlined one voxel too wide.
  outlines: {
    ...SCAN,
    reference: [
      [1, 4, 6, 4, 6, 2, 4],
      [1, 14, 18, 4, 8, 2, 4],
      [1, 28, 35, 4, 11, 2, 5],
      [1, 6, 17, 16, 27, 2, 5],
    ],
    prediction: [
      [1, 3, 7, 3, 7, 2, 4],
      [1, 13, 19, 3, 9, 2, 4],
      [1, 27, 36, 3, 12, 2, 5],
      [1, 5, 18, 15, 28, 2, 5],
    ],
  },
  // A healthy scan, in which one lesion is predicted.
  alarm: { ...SCAN, reference: [], prediction: [[1, 20, 24, 10, 14, 3, 5]] },
  // A healthy scan, found healthy.
  healthy: { ...SCAN, reference: [], prediction: [] },
};

/** The voxels of a volume, x fastest. */
export function paint({ shape }: Scene, boxes: readonly Box[]): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = shape;
  const voxels = new Uint8Array(nx * ny * nz);
  for (const [label, x0, x1, y0, y1, z0, z1] of boxes) {
    for (let z = z0; z <= z1; z++) {
      for (let y = y0; y <= y1; y++) voxels.fill(label, nx * (y + ny * z) + x0, nx * (y + ny * z) + x1 + 1);
    }
  }
  return voxels;
}
