import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { BitVolume } from "../volumes/bit-volume.js";
import { ROWS_PER_CALL, type Triple } from "../volumes/run-volume.js";
import { blockRowCount } from "./block-runs.js";
import { type BlockUnionFind, countBlockRuns, uniteBlockRows } from "./block-union-find.js";

const FIRST_CAPACITY = 16_384;

/** Between runs and parents. */
const GUARD_BYTES = 64;

/**
 * Runs of blocks, united while the bits of their volume become known. They are the top of the arena and grow.
 *
 * ```
 *  arena:  | row offsets | runs, room for more | parents, room for more |
 * ```
 */
export class BlockRunWriter {
  readonly #engine: Engine;
  readonly #rowOffsets: Pointer;
  readonly #runs: Pointer;
  #capacity = FIRST_CAPACITY;
  #row = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: Triple) {
    const { arena } = engine;
    this.#engine = engine;
    this.#rowOffsets = arena.allocate(4 * (blockRowCount({ shape }) + 1));
    this.#runs = arena.allocate(bytesFor(this.#capacity));
    arena.u32(this.#rowOffsets, 1)[0] = 0;
  }

  /** Adds the runs of all block rows before `lastRow`, whose bits are known (`blockRowsBefore`). */
  addUntil(volume: BitVolume, lastRow: number): void {
    while (this.#row < lastRow) {
      const range = { firstRow: this.#row, lastRow: Math.min(lastRow, this.#row + ROWS_PER_CALL) };
      countBlockRuns.run(this.#engine, { volume, rowOffsets: this.#rowOffsets, ...range });
      const rows = range.lastRow - range.firstRow;
      const runCount = this.#engine.kernels.sumOffsets(this.#rowOffsets + 4 * range.firstRow, rows) >>> 0;
      if (runCount > this.#capacity) this.#grow(runCount);
      uniteBlockRows.run(this.#engine, { ...this.#blocks(volume, runCount), ...range, floor: 0 });
      this.#row = range.lastRow;
    }
  }

  /** Block rows that are done. */
  get row(): number {
    return this.#row;
  }

  /** All runs, once all rows are done. */
  united(volume: BitVolume): BlockUnionFind {
    return this.#blocks(volume, this.#runCount());
  }

  #blocks(volume: BitVolume, runCount: number): BlockUnionFind {
    return { list: { volume, runs: this.#runs, rowOffsets: this.#rowOffsets, runCount }, parents: this.#parents() };
  }

  #runCount(): number {
    return this.#engine.arena.u32(this.#rowOffsets + 4 * this.#row, 1)[0];
  }

  #parents(): Pointer {
    return this.#runs + 8 * this.#capacity + GUARD_BYTES;
  }

  #grow(wanted: number): void {
    const { arena } = this.#engine;
    const bytes = 4 * this.#runCount();
    const parents = this.#parents();
    const capacity = Math.max(2 * this.#capacity, wanted);
    arena.resizeLast(this.#runs, bytesFor(capacity));
    this.#capacity = capacity;
    arena.u8(this.#parents(), bytes).set(arena.u8(parents, bytes));
  }
}

function bytesFor(capacity: number): number {
  return 12 * capacity + GUARD_BYTES;
}
