import type { VoxmatchError } from "../../../base/errors.js";
import { copyBytes } from "../../../bindings/engine/copy-bytes.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import { Inflater, Inflation, type OnBytes, STORED_SLACK_BYTES } from "../../../bindings/read/inflater.js";
import { brokenGzip, type GzipDefect } from "./gzip-error.js";
import type { Wrapper } from "./wrapper.js";

/** No gzip file inflates to more than this many times its size (deflate's limit is 1032). */
export const MAXIMUM_INFLATION = 1032;

/** The longest header of a member that is understood: extra fields may have 64 kB, names as many bytes as they like. */
const MAXIMUM_HEADER_BYTES = 1 << 17;

/** Stored bytes are taken in pieces of this size. */
const PIECE_BYTES = 1 << 18;

/** Receiver of the inflated bytes. */
export interface GunzipSink {
  readonly onBytes: OnBytes;
  /** The CRC-32 of all bytes that were taken, if the sink knows it; asked for once, at the end of the first member. */
  readonly sum: (() => number | null) | null;
}

/**
 * Inflates what is wrapped as gzip, zlib or ZIP has it into linear memory, and compares each member's sum and length with
 * its trailer. A gzip file may have any number of members (bgzip and pigz write many). Zeros after the last member are padding.
 *
 * ```
 *  arena:  | inflater | what is left of a piece, the next piece, slack |
 * ```
 */
export class Gunzip {
  readonly #engine: Engine;
  readonly #label: string;
  readonly #sink: GunzipSink;
  readonly #wrapper: Wrapper;
  readonly #inflater: Inflater;
  /** Where pushed bytes lie; none as long as all stored bytes are in memory already. */
  #input: Pointer | null = null;
  #left = 0;
  #next: Pointer = 0;
  #expects: "header" | "data" | "trailer" | "padding" = "header";
  #members = 0;
  #sum = 0;
  #length = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, label: string, wrapper: Wrapper, sink: GunzipSink) {
    this.#engine = engine;
    this.#label = label;
    this.#wrapper = wrapper;
    this.#sink = sink;
    this.#inflater = new Inflater(engine);
  }

  /**
   * Takes the next stored bytes.
   * @throws VoxmatchError `INVALID_FILE` for damage, and for what follows the compressed data without being any
   */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) this.#pushPiece(bytes.subarray(at, at + PIECE_BYTES));
  }

  /** @throws VoxmatchError `INVALID_FILE` if the file was cut off */
  finish(): void {
    const input = this.#inputPlace();
    this.inflate(input, input + this.#left, true);
  }

  /**
   * Inflates stored bytes that lie in linear memory, with `STORED_SLACK_BYTES` behind them.
   * @returns how many of them were used; the others must come again, in front of what follows
   */
  inflate(at: Pointer, end: Pointer, isLast: boolean): number {
    this.#next = at;
    while (this.#step(end, isLast));
    const isWhole = this.#members > 0 && this.#next === end && ["header", "padding"].includes(this.#expects);
    if (isLast && !isWhole) throw this.#broken("cut");
    return this.#next - at;
  }

  #pushPiece(bytes: Uint8Array): void {
    const { arena } = this.#engine;
    const input = this.#inputPlace();
    copyBytes(arena.memory, input + this.#left, bytes);
    const length = this.#left + bytes.length;
    const used = this.inflate(input, input + length, false);
    this.#left = length - used;
    if (used > 0) arena.u8(input, this.#left).set(arena.u8(input + used, this.#left));
  }

  #inputPlace(): Pointer {
    this.#input ??= this.#engine.arena.allocate(MAXIMUM_HEADER_BYTES + PIECE_BYTES + STORED_SLACK_BYTES);
    return this.#input;
  }

  /** Goes on with what comes next; false if there is too little of it. */
  #step(end: Pointer, isLast: boolean): boolean {
    switch (this.#expects) {
      case "header":
        return this.#readHeader(end);
      case "data":
        return this.#inflate(end, isLast);
      case "trailer":
        return this.#checkTrailer(end);
      case "padding":
        return this.#skipPadding(end);
    }
  }

  #readHeader(end: Pointer): boolean {
    const bytes = this.#engine.arena.u8(this.#next, end - this.#next);
    if (bytes.length === 0) return false;
    if (this.#members > 0 && (bytes[0] === 0 || !this.#wrapper.isRepeated)) {
      this.#expects = "padding";
      return true;
    }
    const begin = this.#wrapper.begin(bytes);
    if (begin === "wrong") throw this.#broken(this.#members === 0 ? "damaged" : "trailing");
    if (begin === "incomplete") {
      if (bytes.length >= MAXIMUM_HEADER_BYTES) throw this.#broken("damaged");
      return false;
    }
    this.#next += begin;
    this.#inflater.start();
    this.#sum = this.#wrapper.firstSum;
    this.#length = 0;
    this.#expects = "data";
    return true;
  }

  #inflate(end: Pointer, isLast: boolean): boolean {
    const isSummedHere = this.#sink.sum === null || this.#members > 0;
    const { next, inflation } = this.#inflater.inflate(this.#next, end, isLast, (at, bytes) => {
      this.#length += bytes;
      if (isSummedHere) this.#sum = this.#wrapper.sum.ofBytes(this.#sum, at, bytes);
      this.#sink.onBytes(at, bytes);
    });
    this.#next = next;
    if (inflation === Inflation.Broken) throw this.#broken("damaged");
    if (inflation === Inflation.NeedsInput) return false;
    if (!isSummedHere) this.#sum = this.#sink.sum?.() ?? -1;
    this.#expects = "trailer";
    return true;
  }

  #checkTrailer(end: Pointer): boolean {
    const { trailerBytes } = this.#wrapper;
    if (end - this.#next < trailerBytes) return false;
    const trailer = this.#engine.arena.u8(this.#next, trailerBytes);
    if (!this.#wrapper.isTrailer(trailer, this.#sum, this.#length)) throw this.#broken("damaged");
    this.#next += trailerBytes;
    this.#members++;
    this.#expects = "header";
    return true;
  }

  #skipPadding(end: Pointer): boolean {
    const bytes = this.#engine.arena.u8(this.#next, end - this.#next);
    if (bytes.some((byte) => byte !== 0)) throw this.#broken("trailing");
    this.#next = end;
    return false;
  }

  #broken(defect: GzipDefect): VoxmatchError {
    return brokenGzip(this.#label, defect, this.#wrapper.hint);
  }
}
