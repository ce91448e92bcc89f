import type { Engine } from "../engine/engine.js";
import type { KernelFamily, Pointer } from "../engine/kernels.js";
import { type BitVolume, bitBytes, wordsOfRow } from "../volumes/bit-volume.js";
import type { Triple } from "../volumes/run-volume.js";

/** Volumes whose bits take more are kept as runs from the start: memory grows with what is labelled, not with the volume. */
const MAXIMUM_BIT_BYTES = 2 ** 26;

/** Whether a volume is worth trying to keep as bits. */
export function fitsBits(shape: Triple): boolean {
  return bitBytes(shape) <= MAXIMUM_BIT_BYTES;
}

/**
 * Packs voxels row after row, as long as they carry one label.
 *
 * ```
 *  arena:  | state: the label | bits |
 * ```
 */
export class BitWriter {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #kernel: KernelFamily<"packBits">;
  readonly #state: Pointer;
  readonly #bits: Pointer;
  #row = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: Triple, kernel: KernelFamily<"packBits">) {
    const { arena } = engine;
    this.#engine = engine;
    this.#shape = shape;
    this.#kernel = kernel;
    this.#state = arena.allocate(4);
    this.#bits = arena.allocate(bitBytes(shape));
    arena.u32(this.#state, 1)[0] = 0;
  }

  /** Rows that are done. */
  get row(): number {
    return this.#row;
  }

  /** Packs the next rows: fewer than asked where the next one has a second label, −1 if a voxel is no label. */
  add(source: Pointer, rows: number): number {
    const [nx] = this.#shape;
    const packed = this.#engine.kernels[this.#kernel](source, nx, rows, this.#end(), this.#state);
    if (packed < 0) return -1;
    this.#row += packed;
    return packed;
  }

  /** Gives back what lies behind the rows that are done. */
  close(): void {
    this.#engine.arena.resizeLast(this.#bits, this.#end() - this.#bits);
  }

  /** The bits, of which only the rows that are done are known. */
  list(): BitVolume {
    const [label] = this.#engine.arena.u32(this.#state, 1);
    return { bits: this.#bits, rowWords: wordsOfRow(this.#shape[0]), shape: this.#shape, label };
  }

  #end(): Pointer {
    return this.#bits + 8 * wordsOfRow(this.#shape[0]) * this.#row;
  }
}
