import { Arena } from "../engine/arena.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { finishBeside, type RunningJobs, startJobs } from "../threads/job.js";
import type { BitList } from "../volumes/bit-volume.js";
import { rowCount, type Triple } from "../volumes/run-volume.js";
import { quadRowCount, quadRowsBefore } from "./block-runs.js";
import { addQuadRows } from "./block-union-find.js";
import { type NumberedQuads, numberAndMeasureQuads, type QuadMeasures } from "./measure-blocks.js";
import { readMeasures } from "./measure-labels.js";

/** There is room for a run among so many voxels. Only noise has more, and then nothing is gained. */
const VOXELS_PER_RUN = 64;

/** Where a job is described. */
const MESSAGE_BYTES = 4096;

/** The bits of a volume as far as they are known. */
export interface KnownBits {
  readonly volume: BitList;
  /** The first rows, whose bits are known. */
  readonly rows: number;
}

/** Components by number, not in the order of their voxels yet. */
export interface ComponentsAhead extends NumberedQuads {
  /** Null if their records had no room. */
  readonly measured: QuadMeasures | null;
}

/**
 * The components of a volume's quads, found on another thread while the caller makes the bits known, and then does something else. What
 * lies behind it in the arena may grow; but the crew must not be given other jobs. Whoever makes one finishes it before it
 * is released, whatever happens.
 *
 * ```
 *  arena:  | messages | row offsets | runs, as many as there is room for | parents, then records |
 * ```
 */
export class QuadsAhead {
  readonly #engine: Engine;
  readonly #rowOffsets: Pointer;
  readonly #runs: Pointer;
  readonly #parents: Pointer;
  readonly #capacity: number;
  #volume: BitList | null = null;
  /** Rows that are joined, and that can be. */
  #row = 0;
  #known = 0;
  #isFull = false;
  #running: { readonly jobs: RunningJobs; readonly end: (outputs: readonly number[]) => void } | null = null;
  #components: ComponentsAhead | null = null;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: Triple, voxelsPerRun = VOXELS_PER_RUN) {
    const { arena } = engine;
    const messages = arena.allocate(MESSAGE_BYTES);
    this.#engine = { ...engine, arena: new Arena(arena.memory, messages + MESSAGE_BYTES, arena.fillZeros, messages) };
    this.#capacity = Math.ceil((shape[0] * rowCount(shape)) / voxelsPerRun);
    this.#rowOffsets = arena.allocate(4 * (quadRowCount({ shape }) + 1));
    arena.u32(this.#rowOffsets, 1)[0] = 0;
    this.#runs = arena.allocate(8 * this.#capacity);
    this.#parents = arena.allocate(4 * this.#capacity);
  }

  /** More bits are known; they stay where they are. */
  know({ volume, rows }: KnownBits): void {
    this.#volume = volume;
    this.#known = quadRowsBefore(volume.shape, rows);
    this.goOn();
  }

  /** Gives the other thread what there is to do, if it is free. */
  goOn(): void {
    if (this.#running !== null && !this.#running.jobs.isDone()) return;
    this.#end();
    this.#start();
  }

  /**
   * All components; null if not all bits became known or there are too many runs. Meanwhile the caller does something else,
   * step by step, as long as there are steps.
   */
  finish(step: () => boolean): ComponentsAhead | null {
    for (this.#start(); this.#running !== null; this.#start()) this.#end(step);
    return this.#components;
  }

  /** Waits for what was begun, of which nothing is needed. */
  abandon(): void {
    this.#volume = null;
    this.#end();
  }

  #start(): void {
    const volume = this.#volume;
    if (this.#running !== null || volume === null || this.#isFull || this.#components !== null) return;
    if (this.#row < this.#known) this.#join(volume);
    else if (this.#row === quadRowCount(volume)) this.#measure(volume);
  }

  #join(volume: BitList): void {
    const lastRow = this.#known;
    const room = { runs: this.#runs, rowOffsets: this.#rowOffsets, parents: this.#parents, capacity: this.#capacity };
    const work = { volume, ...room, firstRow: this.#row, lastRow };
    const jobs = startJobs(this.#engine, addQuadRows, [work]);
    const end = ([row]: readonly number[]) => {
      this.#row = row;
      this.#isFull = row < lastRow;
    };
    this.#running = { jobs, end };
  }

  #measure(volume: BitList): void {
    const [runCount] = this.#engine.arena.u32(this.#rowOffsets + 4 * this.#row, 1);
    const list = { volume, runs: this.#runs, rowOffsets: this.#rowOffsets, runCount };
    const work = { list, parents: this.#parents, parentBytes: 4 * this.#capacity };
    const jobs = startJobs(this.#engine, numberAndMeasureQuads, [work]);
    const end = ([count, rowRuns]: readonly number[]) => {
      const isMeasured = rowRuns !== undefined;
      const measures = isMeasured && readMeasures(this.#engine, this.#parents, count, volume.shape[0]);
      this.#components = { list, count, measured: measures ? { measures, rowRuns } : null };
    };
    this.#running = { jobs, end };
  }

  #end(step: () => boolean = () => false): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    const [outputs] = finishBeside(running.jobs, step);
    running.end(outputs);
  }
}
