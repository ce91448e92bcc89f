import { copyBytes } from "../../../bindings/engine/copy-bytes.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import type { GunzipSink } from "../gzip/gunzip.js";
import { brokenGzip } from "../gzip/gzip-error.js";
import type { Wrapper } from "../gzip/wrapper.js";

/** Bytes are summed in pieces of this size. */
const PIECE_BYTES = 1 << 18;

/** Replaces `Gunzip` where a ZIP archive stores a member without compression; its bytes are summed all the same. */
export class StoredMember {
  readonly #engine: Engine;
  readonly #label: string;
  readonly #wrapper: Wrapper;
  readonly #sink: GunzipSink;
  readonly #piece: Pointer;
  #length = 0;
  #sum: number;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, label: string, wrapper: Wrapper, sink: GunzipSink) {
    this.#engine = engine;
    this.#label = label;
    this.#wrapper = wrapper;
    this.#sink = sink;
    this.#sum = wrapper.firstSum;
    this.#piece = engine.arena.allocate(PIECE_BYTES);
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      copyBytes(this.#engine.arena.memory, this.#piece, piece);
      this.#take(this.#piece, piece.length);
    }
  }

  /** Takes stored bytes that lie in linear memory. */
  inflate(at: Pointer, end: Pointer): void {
    this.#take(at, end - at);
    this.finish();
  }

  /** @throws VoxmatchError `INVALID_FILE` if length or sum are others than the directory says */
  finish(): void {
    const sum = this.#sink.sum?.() ?? this.#sum;
    if (!this.#wrapper.isTrailer(new Uint8Array(0), sum, this.#length))
      throw brokenGzip(this.#label, "damaged", this.#wrapper.hint);
  }

  #take(at: Pointer, bytes: number): void {
    this.#length += bytes;
    if (this.#sink.sum === null) this.#sum = this.#wrapper.sum.ofBytes(this.#sum, at, bytes);
    this.#sink.onBytes(at, bytes);
  }
}
