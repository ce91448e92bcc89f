import { VoxmatchError } from "../../base/errors.js";
import type { ArenaMark } from "../engine/arena.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { MAXIMUM_ROW_LENGTH, tripleOf } from "../volumes/run-volume.js";
import type { Rounding } from "./label-tally.js";
import { LabelWriter, type WrittenLabels } from "./label-writer.js";
import { type Piece, RowBuffer } from "./row-buffer.js";
import { type CrcBefore, VoxelCrc } from "./voxel-crc.js";
import { type VoxelEncoding, voxelCodec } from "./voxel-encoding.js";

/** Optional extra outputs of a scan. */
export interface ScanOptions {
  /** State of the CRC-32 before the voxels, if it is wanted. */
  readonly crcBefore?: CrcBefore | null;
  /** Unite blocks as voxels come, as long as they are bits. */
  readonly unitesBlocks?: boolean;
}

/** The voxels of a volume in the arena. */
export interface ScannedVoxels extends WrittenLabels {
  /** Null if every stored number was a whole one. */
  readonly rounding: Rounding | null;
}

/**
 * Turns the bytes of a volume, given in pieces of any length, into bits, and into runs as soon as there is a second label.
 *
 * ```
 *  arena:  | ends for the sum | staging | labels, growing (`LabelWriter`) → |
 * ```
 */
export class VolumeEncoder {
  readonly #engine: Engine;
  readonly #start: ArenaMark;
  readonly #sum: VoxelCrc | null;
  readonly #staging: RowBuffer;
  readonly #labels: LabelWriter;
  #isRefused = false;

  /**
   * @param shape voxels along x, y (and z)
   * @throws VoxmatchError `INVALID_VOLUME` if rows are longer than a run can say, `OUT_OF_MEMORY`
   */
  constructor(
    engine: Engine,
    shape: readonly number[],
    encoding: VoxelEncoding,
    { crcBefore = null, unitesBlocks = false }: ScanOptions = {},
  ) {
    checkRowLength(shape);
    this.#engine = engine;
    this.#start = engine.arena.mark();
    try {
      const triple = tripleOf(shape);
      this.#sum = crcBefore === null ? null : new VoxelCrc(engine, shape[0], crcBefore);
      this.#staging = new RowBuffer(engine, triple, encoding, (piece) => this.#onRows(piece));
      this.#labels = new LabelWriter(engine, triple, voxelCodec(encoding), this.#sum, unitesBlocks);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /**
   * Takes the next bytes of the volume (x fastest, then y, then z). Bytes past its end are ignored, and what is no label is
   * refused at the end.
   */
  push(bytes: Uint8Array): void {
    this.#staging.push(bytes);
  }

  /** As {@link push}, for bytes that lie in linear memory until it returns. */
  pushAt(at: Pointer, bytes: number): void {
    this.#staging.pushAt(at, bytes);
  }

  /** The CRC-32 of all bytes that came and of those before the voxels; null unless requested. */
  get sum(): number | null {
    const { stored, storedBytes } = this.#staging.rest;
    return this.#sum?.valueWith(stored, storedBytes) ?? null;
  }

  /** True once as many bytes came as the shape asks for. */
  get complete(): boolean {
    return this.#staging.complete;
  }

  /**
   * The finished volume, allocated at the top of the arena.
   * @throws VoxmatchError `INVALID_VOLUME` if any was negative, a fraction, no number or above 2³² − 1
   */
  finish(): ScannedVoxels {
    if (!this.complete) throw new VoxmatchError("INTERNAL", "A volume was closed before all its voxels had come.");
    const rounding = this.#staging.close();
    return { ...this.#labels.list(), rounding };
  }

  /** Releases what the scan holds of the arena. */
  abandon(): void {
    this.#engine.arena.release(this.#start);
  }

  /** False from the first voxel on that is negative. */
  #onRows(piece: Piece): boolean {
    if (!this.#isRefused) {
      this.#isRefused = !this.#labels.add(piece);
      return !this.#isRefused;
    }
    this.#sum?.addBytes(piece.stored, piece.storedBytes);
    return false;
  }
}

/** @throws VoxmatchError `INVALID_VOLUME` if rows are longer than a run can say */
export function checkRowLength(shape: readonly number[]): void {
  const [nx] = shape;
  if (nx <= MAXIMUM_ROW_LENGTH) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `The volume has ${nx} voxels along x, but a row holds at most ${MAXIMUM_ROW_LENGTH}. Transpose both volumes, so that a ` +
      "shorter axis is x, or crop them along x.",
    { shape, maximumRowLength: MAXIMUM_ROW_LENGTH },
  );
}
