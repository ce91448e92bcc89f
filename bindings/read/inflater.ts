import { copyBytes } from "../engine/copy-bytes.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";

/** Takes bytes in linear memory, which are only valid until it returns. */
export type OnBytes = (at: Pointer, bytes: number) => void;

/** A match refers at most so far back. */
const HISTORY_BYTES = 1 << 15;

/** Inflated at once: what passes is to stay in the second-level cache until it was taken. */
const ROOM_BYTES = 1 << 17;

/** Bytes that a match writes past the end of the room. */
const SLACK_BYTES = 512;

/** Behind the stored bytes so much is read, though not taken for anything. */
export const STORED_SLACK_BYTES = 1024;

/** Words of the state that say where a call came to. */
const [INPUT, OUTPUT] = [6, 7];

/** The state of a deflate stream: what it needs next, or how it ended; the numbers are the kernel's. */
export enum Inflation {
  NeedsInput = 0,
  NeedsRoom = 1,
  Finished = 2,
  Broken = 3,
}

/**
 * Inflates streams of deflate (RFC 1951) that lie in linear memory, and passes on what it inflates while it is hot.
 *
 * ```
 *  arena:  | state, tables | 32 kB of history | room | slack |
 * ```
 */
export class Inflater {
  readonly #engine: Engine;
  readonly #state: Pointer;
  readonly #history: Pointer;
  #output: Pointer;
  /** The first byte of the stream that is still there. */
  #window: Pointer;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine) {
    const { arena, kernels } = engine;
    this.#engine = engine;
    this.#state = arena.allocate(kernels.inflateBytes());
    this.#history = arena.allocate(HISTORY_BYTES + ROOM_BYTES + SLACK_BYTES);
    this.#output = this.#window = this.#history + HISTORY_BYTES;
  }

  /** Begins with a stream. */
  start(): void {
    this.#engine.kernels.startInflate(this.#state);
    this.#output = this.#window = this.#history + HISTORY_BYTES;
  }

  /**
   * Inflates all that surely can be.
   * @param isLast whether nothing follows what lies from `input` to `end`; `STORED_SLACK_BYTES` of memory must follow in any case
   * @returns whether the stream is finished, broken, or needs input, and the first byte that was not used
   */
  inflate(input: Pointer, end: Pointer, isLast: boolean, take: OnBytes): { next: Pointer; inflation: Inflation } {
    const { arena, kernels } = this.#engine;
    const roomEnd = this.#history + HISTORY_BYTES + ROOM_BYTES;
    for (let next = input; ; ) {
      const from = this.#output;
      const inflation: Inflation = kernels.inflate(this.#state, next, end, isLast, from, roomEnd, this.#window);
      const state = arena.u32(this.#state, 8);
      next = state[INPUT];
      this.#output = state[OUTPUT];
      if (this.#output > from) take(from, this.#output - from);
      if (inflation !== Inflation.NeedsRoom) return { next, inflation };
      this.#keepHistory();
    }
  }

  #keepHistory(): void {
    const { arena } = this.#engine;
    const moved = this.#output - HISTORY_BYTES;
    copyBytes(arena.memory, this.#history, arena.u8(moved, HISTORY_BYTES));
    this.#window = Math.max(this.#history, this.#window - moved + this.#history);
    this.#output = this.#history + HISTORY_BYTES;
  }
}
