import type { Arena } from "../engine/arena.js";
import type { Pointer } from "../engine/kernels.js";

/**
 * How a caller and its workers share a batch of jobs: a few words that all of them see, and in linear memory a record for
 * each job.
 *
 * ```
 *  words  | work: epoch, jobs left | jobs done | workers | stop | count | records | scratch, bytes each, blocks |
 *  record | input, bytes of it | status | outputs | … 16 bytes | output 0 | output 1 | … |
 * ```
 *
 * A thread claims a job by atomically decrementing the counter. The epoch in the same word keeps a late thread from claiming a
 * job of another batch.
 */
export const WORK = 0;
export const DONE = 1;
/** Workers that listen. */
export const PRESENT = 2;
export const STOP = 3;
const COUNT = 4;
const RECORDS = 5;
const SCRATCH = 6;
const SCRATCH_BYTES = 7;
const SCRATCH_BLOCKS = 8;
const WORDS = 9;

const LEFT_BITS = 12;
const LEFT_MASK = (1 << LEFT_BITS) - 1;

/** The most jobs of one batch. */
export const MAXIMUM_JOBS = LEFT_MASK;

/** The most numbers that a job gives back. */
export const MAXIMUM_OUTPUTS = 16;

const RECORD_BYTES = 16 + 16 + 8 * MAXIMUM_OUTPUTS;

/** Status of a job. */
export enum Status {
  Open = 0,
  Done = 1,
  /** It was refused with a `VoxmatchError` before it changed anything, mostly because scratch was short. */
  Refused = 2,
  /** It ended in another way. */
  Failed = 3,
}

/** Where a batch lies. */
export interface BatchPlace {
  readonly records: Pointer;
  readonly count: number;
  readonly scratch: Pointer;
  /** Of each worker. */
  readonly scratchBytes: number;
  /** How many workers have scratch; others, left from work on more threads, keep out of the batch. */
  readonly workers: number;
}

export function newControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * WORDS));
}

/** Lets everybody take jobs of a batch. All jobs of the one before must be done. */
export function publish(control: Int32Array, place: BatchPlace): void {
  control[COUNT] = place.count;
  control[RECORDS] = place.records;
  control[SCRATCH] = place.scratch;
  control[SCRATCH_BYTES] = place.scratchBytes;
  control[SCRATCH_BLOCKS] = place.workers;
  Atomics.store(control, DONE, 0);
  const epoch = (Atomics.load(control, WORK) >>> LEFT_BITS) + 1;
  Atomics.store(control, WORK, (epoch << LEFT_BITS) | place.count);
  Atomics.notify(control, WORK);
}

/** Where the batch of a job that was claimed lies. */
export function placeOf(control: Int32Array): BatchPlace {
  return {
    records: control[RECORDS] >>> 0,
    count: control[COUNT],
    scratch: control[SCRATCH] >>> 0,
    scratchBytes: control[SCRATCH_BYTES] >>> 0,
    workers: control[SCRATCH_BLOCKS],
  };
}

/** Takes the next job; −1 if none is left. */
export function claim(control: Int32Array): number {
  for (;;) {
    const word = Atomics.load(control, WORK);
    const left = word & LEFT_MASK;
    if (left === 0) return -1;
    // Nobody can publish another batch before the job that was counted is done, so the count read then is its own.
    if (Atomics.compareExchange(control, WORK, word, word - 1) === word) return control[COUNT] - left;
  }
}

/** Says that a job is done. */
export function countDone(control: Int32Array): void {
  Atomics.add(control, DONE, 1);
  Atomics.notify(control, DONE);
}

/** Reserves the records of a batch and writes the inputs. They stay in the arena until the caller releases them. */
export function writeRecords(arena: Arena, inputs: readonly unknown[]): Pointer {
  const records = arena.allocateZeroed(RECORD_BYTES * inputs.length);
  const encoder = new TextEncoder();
  for (const [i, input] of inputs.entries()) {
    const text = encoder.encode(JSON.stringify(input));
    const pointer = arena.copyIn(text);
    arena.u32(records + RECORD_BYTES * i, 2).set([pointer, text.length]);
  }
  return records;
}

export function readInput(arena: Arena, records: Pointer, job: number): unknown {
  const [pointer, length] = arena.u32(records + RECORD_BYTES * job, 2);
  // Decoders refuse shared memory in pages.
  return JSON.parse(new TextDecoder().decode(arena.u8(pointer, length).slice()));
}

export function writeOutcome(
  arena: Arena,
  records: Pointer,
  job: number,
  status: Status,
  outputs: readonly number[],
): void {
  const record = records + RECORD_BYTES * job;
  arena.f64(record + 32, MAXIMUM_OUTPUTS).set(outputs);
  arena.u32(record + 8, 2).set([status, outputs.length]);
}

export function readOutcome(arena: Arena, records: Pointer, job: number): { status: Status; outputs: number[] } {
  const record = records + RECORD_BYTES * job;
  const [status, length] = arena.u32(record + 8, 2);
  return { status, outputs: Array.from(arena.f64(record + 32, length)) };
}
