import type { ArenaMark } from "../engine/arena.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { ArenaVolume } from "../volumes/arena-volume.js";
import { type Triple, tripleOf } from "../volumes/run-volume.js";
import type { Rounding } from "./label-tally.js";
import { LabelWriter } from "./label-writer.js";
import { type Piece, RowBuffer } from "./row-buffer.js";
import { checkRowLength } from "./volume-encoder.js";
import { type CrcBefore, VoxelCrc } from "./voxel-crc.js";
import { type VoxelCodec, type VoxelEncoding, voxelCodec } from "./voxel-encoding.js";

/** Takes a slab, which is only valid until it returns, and its first layer. */
export type OnSlab = (voxels: ArenaVolume, firstLayer: number) => void;

/** How a volume is cut into slabs. */
export interface SlabOptions {
  /** Layers of a slab; the last may have fewer. */
  readonly layers: number;
  readonly onSlab: OnSlab;
  /** State of the CRC-32 before the voxels, if it is wanted. */
  readonly crcBefore: CrcBefore | null;
}

/**
 * Turns the bytes of a volume, given in pieces of any length, into slabs of whole z-layers, of which one at a time is in the arena.
 *
 * ```
 *  arena:  | ends for the sum | staging | labels of the slab, growing (`LabelWriter`) → |
 * ```
 */
export class SlabEncoder {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #codec: VoxelCodec;
  readonly #options: SlabOptions;
  readonly #start: ArenaMark;
  readonly #sum: VoxelCrc | null;
  readonly #staging: RowBuffer;
  readonly #slabMark: ArenaMark;
  #labels: LabelWriter;
  /** Rows of all slabs so far. */
  #row = 0;
  #isRefused = false;

  /** @throws VoxmatchError `INVALID_VOLUME` if rows are longer than a run can say, `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: readonly number[], encoding: VoxelEncoding, options: SlabOptions) {
    checkRowLength(shape);
    this.#engine = engine;
    this.#shape = tripleOf(shape);
    this.#codec = voxelCodec(encoding);
    this.#options = options;
    this.#start = engine.arena.mark();
    try {
      const { crcBefore } = options;
      this.#sum = crcBefore === null ? null : new VoxelCrc(engine, shape[0], crcBefore);
      this.#staging = new RowBuffer(engine, this.#shape, encoding, (piece) => this.#onRows(piece));
      this.#slabMark = engine.arena.mark();
      this.#labels = this.#nextSlab();
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  push(bytes: Uint8Array): void {
    this.#staging.push(bytes);
  }

  pushAt(at: Pointer, bytes: number): void {
    this.#staging.pushAt(at, bytes);
  }

  /** The CRC-32 of all bytes that came and of those before the voxels; null unless requested. */
  get sum(): number | null {
    const { stored, storedBytes } = this.#staging.rest;
    return this.#sum?.valueWith(stored, storedBytes) ?? null;
  }

  /**
   * Rounded values, once all voxels came.
   * @throws VoxmatchError `INVALID_VOLUME` if any voxel is no label
   */
  finish(): Rounding | null {
    const rounding = this.#staging.close();
    this.abandon();
    return rounding;
  }

  /** Releases what the encoder holds of the arena. */
  abandon(): void {
    this.#engine.arena.release(this.#start);
  }

  /** False from the first voxel on that is negative. */
  #onRows(piece: Piece): boolean {
    if (this.#isRefused) this.#sum?.addBytes(piece.stored, piece.storedBytes);
    const [, ny, nz] = this.#shape;
    const slabRows = this.#options.layers * ny;
    for (let done = 0; done < piece.rows && !this.#isRefused; ) {
      const end = Math.min(ny * nz, slabRows * (Math.floor(this.#row / slabRows) + 1));
      const rows = Math.min(piece.rows - done, end - this.#row);
      this.#isRefused = !this.#labels.add(this.#partOf(piece, done, rows));
      done += rows;
      this.#row += rows;
      if (this.#row === end && !this.#isRefused) this.#endSlab();
      if (!this.#isRefused) continue;
      const rest = this.#partOf(piece, done, piece.rows - done);
      this.#sum?.addBytes(rest.stored, rest.storedBytes);
    }
    return !this.#isRefused;
  }

  #endSlab(): void {
    const [, ny, nz] = this.#shape;
    const layers = ((this.#row / ny - 1) % this.#options.layers) + 1;
    this.#options.onSlab(this.#labels.list().voxels, this.#row / ny - layers);
    this.#engine.arena.release(this.#slabMark);
    if (this.#row < ny * nz) this.#labels = this.#nextSlab();
  }

  #nextSlab(): LabelWriter {
    const [nx, ny, nz] = this.#shape;
    const layers = Math.min(this.#options.layers, nz - this.#row / ny);
    return new LabelWriter(this.#engine, [nx, ny, layers], this.#codec, this.#sum, false);
  }

  #partOf({ source, stored, storedBytes, rows: all }: Piece, first: number, rows: number): Piece {
    const rowBytes = storedBytes / all;
    return {
      source: source + first * this.#shape[0] * this.#codec.bytes,
      stored: stored + first * rowBytes,
      storedBytes: rows * rowBytes,
      rows,
    };
  }
}
