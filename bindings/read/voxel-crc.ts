import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { BitVolume } from "../volumes/bit-volume.js";
import type { Crc } from "./crc.js";

/** The state of a CRC-32 before the first voxel. */
export interface CrcBefore {
  readonly crc: Crc;
  /** The sum of the bytes before the voxels. */
  readonly sum: number;
}

/**
 * The CRC-32 of a volume's bytes and of those before them, summed while the voxels pass.
 *
 * ```
 *  arena:  | what ends of runs add, u32 for each voxel of a row |
 * ```
 */
export class VoxelCrc {
  readonly #engine: Engine;
  readonly #crc: Crc;
  readonly #ends: Pointer;
  #label = 0;
  #sum: number;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, nx: number, { crc, sum }: CrcBefore) {
    this.#engine = engine;
    this.#crc = crc;
    this.#ends = engine.arena.allocate(4 * (nx + 1));
    this.#sum = sum;
  }

  /** The sum, and that of some more bytes, which do not count for what comes next. */
  valueWith(at: Pointer, bytes: number): number {
    return this.#crc.ofBytes(this.#sum, at, bytes);
  }

  /** Adds stored bytes. */
  addBytes(at: Pointer, bytes: number): void {
    this.#sum = this.#crc.ofBytes(this.#sum, at, bytes);
  }

  /** Adds rows of voxels, by their bits; `bytes` is the size of a voxel, the lowest byte first. */
  addBits({ bits, rowWords, shape: [nx], label }: BitVolume, firstRow: number, rows: number, voxelBytes: number): void {
    const { kernels } = this.#engine;
    const { tables } = this.#crc;
    if (label !== this.#label) {
      kernels.prepareEnds(label, voxelBytes, nx, tables, this.#ends);
      this.#label = label;
    }
    const first = bits + 8 * rowWords * firstRow;
    this.#sum = kernels.checksumBits(this.#sum, first, nx, rows, voxelBytes, tables, this.#ends);
  }
}
