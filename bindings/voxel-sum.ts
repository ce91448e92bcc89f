import type { BitList } from "./bit-list.js";
import type { Engine } from "./engine.js";
import type { Pointer } from "./kernels.js";

/**
 * The CRC-32 of a volume's bytes and of those before them, summed while the voxels pass.
 *
 * ```
 *  arena:  | tables | what ends of runs add, u32 for each voxel of a row |
 * ```
 */
export class VoxelSum {
  readonly #engine: Engine;
  readonly #tables: Pointer;
  readonly #ends: Pointer;
  #label = 0;
  #sum: number;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, nx: number, sumBefore: number) {
    const { arena, kernels } = engine;
    this.#engine = engine;
    this.#tables = arena.allocate(kernels.crcTablesBytes());
    this.#ends = arena.allocate(4 * (nx + 1));
    this.#sum = sumBefore;
    kernels.prepareCrc(this.#tables);
  }

  /** The sum, and that of some more bytes, which do not count for what comes next. */
  valueWith(at: Pointer, bytes: number): number {
    return this.#engine.kernels.checksumBytes(this.#sum, at, bytes, this.#tables) >>> 0;
  }

  /** Adds stored bytes. */
  addBytes(at: Pointer, bytes: number): void {
    this.#sum = this.#engine.kernels.checksumBytes(this.#sum, at, bytes, this.#tables);
  }

  /** Adds rows of voxels that take so many bytes each, the lowest first, by their bits. */
  addBits({ bits, rowWords, shape: [nx], label }: BitList, firstRow: number, rows: number, voxelBytes: number): void {
    const { kernels } = this.#engine;
    if (label !== this.#label) {
      kernels.prepareEnds(label, voxelBytes, nx, this.#tables, this.#ends);
      this.#label = label;
    }
    const first = bits + 8 * rowWords * firstRow;
    this.#sum = kernels.checksumBits(this.#sum, first, nx, rows, voxelBytes, this.#tables, this.#ends);
  }
}
