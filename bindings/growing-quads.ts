import type { BitList } from "./bit-list.js";
import type { Engine } from "./engine.js";
import { countQuadRuns, type JoinedQuads, joinQuadRows } from "./joined-quads.js";
import type { Pointer } from "./kernels.js";
import { quadRowCount } from "./quad-list.js";
import { ROWS_PER_CALL, type Triple } from "./run-list.js";

const FIRST_CAPACITY = 16_384;

/** Between runs and parents. */
const GUARD_BYTES = 64;

/**
 * Runs of quads, joined while the bits of their volume become known. They are the top of the arena and grow.
 *
 * ```
 *  arena:  | row offsets | runs, room for more | parents, room for more |
 * ```
 */
export class GrowingQuads {
  readonly #engine: Engine;
  readonly #rowOffsets: Pointer;
  readonly #runs: Pointer;
  #capacity = FIRST_CAPACITY;
  #row = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: Triple) {
    const { arena } = engine;
    this.#engine = engine;
    this.#rowOffsets = arena.allocate(4 * (quadRowCount({ shape }) + 1));
    this.#runs = arena.allocate(bytesFor(this.#capacity));
    arena.u32(this.#rowOffsets, 1)[0] = 0;
  }

  /** Adds the runs of all quad rows before `lastRow`, whose bits are known; an odd row or slice at the end needs no other. */
  addUntil(volume: BitList, lastRow: number): void {
    while (this.#row < lastRow) {
      const range = { firstRow: this.#row, lastRow: Math.min(lastRow, this.#row + ROWS_PER_CALL) };
      const rowOffsets = this.#rowOffsets;
      countQuadRuns.run(this.#engine, { volume, rowOffsets, ...range });
      const before = this.#runCount();
      const rows = range.lastRow - range.firstRow;
      this.#reserve(before, this.#engine.kernels.sumOffsets(rowOffsets + 4 * range.firstRow, rows) >>> 0);
      this.#row = range.lastRow;
      joinQuadRows.run(this.#engine, { ...this.joined(volume), ...range, floor: 0 });
    }
  }

  /** Quad rows that are done. */
  get row(): number {
    return this.#row;
  }

  /** All runs, once all rows are done. */
  joined(volume: BitList): JoinedQuads {
    const list = { volume, runs: this.#runs, rowOffsets: this.#rowOffsets, runCount: this.#runCount() };
    return { list, parents: this.#parents() };
  }

  #runCount(): number {
    return this.#engine.arena.u32(this.#rowOffsets + 4 * this.#row, 1)[0];
  }

  #parents(): Pointer {
    return this.#runs + 8 * this.#capacity + GUARD_BYTES;
  }

  #reserve(runCount: number, wanted: number): void {
    if (wanted <= this.#capacity) return;
    const { arena } = this.#engine;
    const parents = this.#parents();
    const capacity = Math.max(2 * this.#capacity, wanted);
    arena.resizeLast(this.#runs, bytesFor(capacity));
    this.#capacity = capacity;
    arena.u8(this.#parents(), 4 * runCount).set(arena.u8(parents, 4 * runCount));
  }
}

function bytesFor(capacity: number): number {
  return 12 * capacity + GUARD_BYTES;
}
