import type { PlainVolume } from "./label-volume.js";

export interface PackedVolume {
  /** Rows before the first that holds a second label. */
  readonly rows: number;
  /** The first label there is, 0 if there is none. */
  readonly label: number;
  /** Of the rows that were packed, word after word. */
  readonly words: readonly bigint[];
}

/** A bit for each voxel, as long as there is one label. */
export function packBits({ shape: [nx, ny, nz], labels }: PlainVolume): PackedVolume {
  const words: bigint[] = [];
  let label = 0;
  for (let row = 0; row < ny * nz; row++) {
    const own = labels.slice(row * nx, (row + 1) * nx);
    for (const voxel of own) {
      if (label === 0) label = voxel;
      if (voxel !== 0 && voxel !== label) return { rows: row, label, words };
    }
    for (let x = 0; x < nx; x += 64) {
      const bits = own.slice(x, x + 64).map((voxel, i) => (voxel === 0 ? 0n : 1n << BigInt(i)));
      words.push(bits.reduce((sum, bit) => sum | bit, 0n));
    }
  }
  return { rows: ny * nz, label, words };
}
