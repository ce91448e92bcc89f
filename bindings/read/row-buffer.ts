import { COPY_ALIGNMENT, copyBytes } from "../engine/copy-bytes.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { rowCount, type Triple } from "../volumes/run-volume.js";
import { LabelTally, type Rounding } from "./label-tally.js";
import { bytesPerVoxel, decodeKernelOf, type VoxelCodec, type VoxelEncoding, voxelCodec } from "./voxel-encoding.js";

/** Voxels pass through a piece of linear memory small enough to stay in the second-level cache between copy and scan. */
const STAGING_BYTES = 256 * 1024;

const COPY_WORTH_ALIGNING = 4096;

/** Whole rows of voxels in linear memory. */
export interface Piece {
  /** As kernels read them. */
  readonly source: Pointer;
  /** As they are stored. */
  readonly stored: Pointer;
  readonly storedBytes: number;
  readonly rows: number;
}

/** Takes voxels; false if one of these, or of those before, is no label. */
export type OnRows = (piece: Piece) => boolean;

/**
 * Brings the bytes of a volume, given in pieces of any length, into linear memory and passes them on in whole rows.
 *
 * ```
 *  arena:  | tally | staging: some whole rows | decoded rows (odd types only) |
 * ```
 */
export class RowBuffer {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #encoding: VoxelEncoding;
  readonly #decodes: VoxelCodec["decode"];
  readonly #onRows: OnRows;
  readonly #rows: number;
  readonly #rowBytes: number;
  readonly #stagingRows: number;
  readonly #staging: Pointer;
  /** Where in the staging its first row lies. */
  #origin: Pointer;
  readonly #decoded: Pointer;
  readonly #tally: LabelTally;
  #staged = 0;
  #row = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, shape: Triple, encoding: VoxelEncoding, onRows: OnRows) {
    const { arena } = engine;
    this.#engine = engine;
    this.#shape = shape;
    this.#encoding = encoding;
    this.#onRows = onRows;
    this.#rows = rowCount(shape);
    this.#rowBytes = shape[0] * bytesPerVoxel(encoding.dataType);
    this.#stagingRows = Math.max(1, Math.min(this.#rows, Math.floor(STAGING_BYTES / this.#rowBytes)));
    this.#tally = new LabelTally(engine);
    this.#staging = arena.allocate(this.#stagingRows * this.#rowBytes + COPY_ALIGNMENT);
    this.#origin = this.#staging;
    this.#decodes = voxelCodec(encoding).decode;
    this.#decoded = this.#decodes ? arena.allocate(this.#stagingRows * shape[0] * 4) : 0;
  }

  /** True once as many bytes came as the shape asks for. */
  get complete(): boolean {
    return this.#row === this.#rows;
  }

  /**
   * Rounded values, once all voxels have come.
   * @throws VoxmatchError `INVALID_VOLUME` if any voxel is no label
   */
  close(): Rounding | null {
    return this.#tally.close(this.#shape);
  }

  /** Bytes that came since the last whole rows were passed on. */
  get rest(): { readonly stored: Pointer; readonly storedBytes: number } {
    return { stored: this.#origin, storedBytes: this.#staged };
  }

  /**
   * Takes the next bytes of the volume (x fastest, then y, then z). Bytes past its end are ignored. A voxel that is no label is
   * background until {@link close} refuses it, with all others of its kind.
   */
  push(bytes: Uint8Array): void {
    const stagingBytes = this.#stagingRows * this.#rowBytes;
    for (let from = 0; from < bytes.length && this.#row < this.#rows; ) {
      this.#align(bytes.byteOffset + from, bytes.length - from);
      const left = (this.#rows - this.#row) * this.#rowBytes;
      const room = Math.min(stagingBytes, left) - this.#staged;
      const take = Math.min(bytes.length - from, room);
      copyBytes(this.#engine.arena.memory, this.#origin + this.#staged, bytes.subarray(from, from + take));
      from += take;
      this.#staged += take;
      if (take === room) this.#passOn();
    }
  }

  /**
   * As {@link push}, for bytes that lie in linear memory: whole rows are passed on where they are, and only what is cut is
   * copied. They need only be there until it returns.
   */
  pushAt(at: Pointer, bytes: number): void {
    const left = (this.#rows - this.#row) * this.#rowBytes - this.#staged;
    const end = at + Math.min(bytes, left);
    let from = at;
    if (this.#staged > 0) {
      from += this.#stage(from, Math.min(end - from, this.#rowBytes - (this.#staged % this.#rowBytes)));
      if (this.#staged % this.#rowBytes === 0) this.#passOn();
    }
    while (end - from >= this.#rowBytes) {
      const rows = Math.min(this.#stagingRows, Math.floor((end - from) / this.#rowBytes));
      this.#pass(from, rows);
      from += rows * this.#rowBytes;
    }
    this.#stage(from, end - from);
  }

  #stage(from: Pointer, bytes: number): number {
    const { arena } = this.#engine;
    arena.u8(this.#origin + this.#staged, bytes).set(arena.u8(from, bytes));
    this.#staged += bytes;
    return bytes;
  }

  /** Moves what is staged so that the next `count` bytes, from `offset` of their buffer, go to an address of equal alignment. */
  #align(offset: number, count: number): void {
    const { arena } = this.#engine;
    if (((this.#origin + this.#staged - offset) & (COPY_ALIGNMENT - 1)) === 0) return;
    // Whole rows can be scanned; what remains of a row is moved only for something longer.
    if (count < Math.max(COPY_WORTH_ALIGNING, this.#staged % this.#rowBytes)) return;
    if (this.#staged >= this.#rowBytes) this.#passOn();
    const rest = arena.u8(this.#origin, this.#staged).slice();
    this.#origin = this.#staging + ((offset - rest.length) & (COPY_ALIGNMENT - 1));
    arena.u8(this.#origin, rest.length).set(rest);
  }

  #passOn(): void {
    const rows = Math.floor(this.#staged / this.#rowBytes);
    const done = rows * this.#rowBytes;
    this.#pass(this.#origin, rows);
    // The rest is the beginning of a row.
    this.#staged -= done;
    this.#origin = this.#staged === 0 ? this.#staging : this.#origin + done;
  }

  #pass(stored: Pointer, rows: number): void {
    const count = rows * this.#shape[0];
    const piece = { source: this.#decoded || stored, stored, storedBytes: rows * this.#rowBytes, rows };
    if (this.#decodes !== null) this.#decode(this.#decodes, stored, count, this.#decoded);
    // Negative voxels, of which the first stops the kernel: those that follow are only counted.
    if (!this.#onRows(piece)) this.#decode(decodeKernelOf(this.#encoding.dataType), stored, count, 0);
    this.#row += rows;
  }

  #decode(kernel: NonNullable<VoxelCodec["decode"]>, stored: Pointer, count: number, out: Pointer): void {
    const { littleEndian, slope, intercept, roundLabels = false, negativeLabel = null } = this.#encoding;
    const first = this.#row * this.#shape[0];
    const slack = roundLabels ? 0.5 : 0;
    const { at } = this.#tally;
    this.#engine.kernels[kernel](
      stored,
      count,
      !littleEndian,
      slope,
      intercept,
      out,
      at,
      first,
      slack,
      negativeLabel ?? 0,
    );
  }
}
