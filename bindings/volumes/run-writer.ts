import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { ROWS_PER_CALL, type RunVolume, rowCount, type Triple } from "./run-volume.js";

const FIRST_CAPACITY = 16_384;

/** Where the runs of the next rows go. */
export interface RunRoom {
  /** The first row. */
  readonly row: number;
  /** The row before which to stop. */
  readonly last: number;
  readonly runs: Pointer;
  /** Of row 0. */
  readonly rowOffsets: Pointer;
  /** Runs that there is room for, those of the rows before included. */
  readonly capacity: number;
}

/**
 * Runs that kernels find row after row. They are the top of the arena and grow.
 *
 * ```
 *  arena:  | row offsets | runs, growing → |
 * ```
 */
export class RunWriter {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #rowOffsets: Pointer;
  readonly #runs: Pointer;
  #capacity: number;
  #row = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: Triple) {
    const { arena } = engine;
    this.#engine = engine;
    this.#shape = shape;
    this.#capacity = Math.max(FIRST_CAPACITY, shape[0]);
    this.#rowOffsets = arena.allocate(4 * (rowCount(shape) + 1));
    this.#runs = arena.allocate(8 * this.#capacity);
    arena.u32(this.#rowOffsets, 1)[0] = 0;
  }

  /**
   * Adds the runs of all rows before `lastRow`.
   * @param add adds as many rows as surely fit and says which row it came to; negative if a voxel is no label. It is asked for
   *   a few thousand rows at a time
   * @returns false in that case
   */
  addUntil(lastRow: number, add: (room: RunRoom) => number): boolean {
    while (this.#row < lastRow) {
      const capacity = this.#capacity;
      const last = Math.min(lastRow, this.#row + ROWS_PER_CALL);
      const row = add({ row: this.#row, last, runs: this.#runs, rowOffsets: this.#rowOffsets, capacity });
      if (row < 0) return false;
      this.#row = row;
      if (row < last) {
        this.#capacity = Math.max(capacity * 2, this.#runCount() + 2 * this.#shape[0]);
        this.#engine.arena.resizeLast(this.#runs, 8 * this.#capacity);
      }
    }
    return true;
  }

  /** Rows that are done. */
  get row(): number {
    return this.#row;
  }

  /** All runs, once all rows are done. */
  list(): RunVolume {
    const runCount = this.#runCount();
    this.#engine.arena.resizeLast(this.#runs, 8 * runCount);
    return { runs: this.#runs, rowOffsets: this.#rowOffsets, runCount, shape: this.#shape };
  }

  #runCount(): number {
    return this.#engine.arena.u32(this.#rowOffsets + 4 * this.#row, 1)[0];
  }
}
