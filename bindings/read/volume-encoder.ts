import { VoxmatchError } from "../../base/errors.js";
import { BlockRunWriter } from "../components/block-run-writer.js";
import { blockRowsBefore } from "../components/block-runs.js";
import type { BlockUnionFind } from "../components/block-union-find.js";
import type { ArenaMark } from "../engine/arena.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { ArenaVolume } from "../volumes/arena-volume.js";
import { MAXIMUM_ROW_LENGTH, type Triple, tripleOf } from "../volumes/run-volume.js";
import { RunWriter } from "../volumes/run-writer.js";
import { unpackRuns } from "../volumes/unpack-runs.js";
import { BitWriter, fitsBits } from "./bit-writer.js";
import type { Rounding } from "./label-tally.js";
import { type Piece, RowBuffer } from "./row-buffer.js";
import { type CrcBefore, VoxelCrc } from "./voxel-crc.js";
import { type VoxelCodec, type VoxelEncoding, voxelCodec } from "./voxel-encoding.js";

/** Optional extra outputs of a scan. */
export interface ScanOptions {
  /** State of the CRC-32 before the voxels, if it is wanted. */
  readonly crcBefore?: CrcBefore | null;
  /** Unite blocks as voxels come, as long as they are bits. */
  readonly unitesBlocks?: boolean;
}

/** The voxels of a volume in the arena. */
export interface ScannedVoxels {
  readonly voxels: ArenaVolume;
  /** Their blocks, where these were asked for and the voxels are bits. */
  readonly united: BlockUnionFind | null;
  /** Null if every stored number was a whole one. */
  readonly rounding: Rounding | null;
}

/**
 * Turns the bytes of a volume, given in pieces of any length, into bits, and into runs as soon as there is a second label.
 *
 * ```
 *  arena:  | ends for the sum | staging | bits | blocks, growing → |    as long as there is one label
 *          | ends for the sum | staging | bits of the rows before | row offsets | runs, growing → |
 * ```
 */
export class VolumeEncoder {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #reading: VoxelCodec;
  readonly #start: ArenaMark;
  readonly #sum: VoxelCrc | null;
  readonly #staging: RowBuffer;
  #found: BitWriter | RunWriter;
  #isRefused = false;
  #blocks: BlockRunWriter | null = null;
  readonly #blocksMark: ArenaMark;

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
    const [nx] = shape;
    if (nx > MAXIMUM_ROW_LENGTH) {
      throw new VoxmatchError(
        "INVALID_VOLUME",
        `The volume has ${nx} voxels along x, but at most ${MAXIMUM_ROW_LENGTH} are supported. Crop or transpose it.`,
        { shape, maximumRowLength: MAXIMUM_ROW_LENGTH },
      );
    }
    this.#engine = engine;
    this.#shape = tripleOf(shape);
    this.#reading = voxelCodec(encoding);
    this.#start = engine.arena.mark();
    try {
      this.#sum = crcBefore === null ? null : new VoxelCrc(engine, nx, crcBefore);
      this.#staging = new RowBuffer(engine, this.#shape, encoding, (piece) => this.#onRows(piece));
      this.#found = fitsBits(this.#shape)
        ? new BitWriter(engine, this.#shape, this.#reading.pack)
        : new RunWriter(engine, this.#shape);
      this.#blocksMark = engine.arena.mark();
      if (unitesBlocks && this.#found instanceof BitWriter) this.#blocks = new BlockRunWriter(engine, this.#shape);
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
    const voxels = this.#found.list();
    const united = "bits" in voxels && this.#blocks !== null ? this.#blocks.united(voxels) : null;
    return { voxels, united, rounding };
  }

  /** Releases what the scan holds of the arena. */
  abandon(): void {
    this.#engine.arena.release(this.#start);
  }

  /** False from the first voxel on that is negative. */
  #onRows(piece: Piece): boolean {
    if (!this.#isRefused) {
      this.#isRefused = !this.#add(piece);
      return !this.#isRefused;
    }
    this.#sum?.addBytes(piece.stored, piece.storedBytes);
    return false;
  }

  #add(piece: Piece): boolean {
    const found = this.#found;
    const { bytes, decode } = this.#reading;
    if (found instanceof RunWriter) {
      this.#sum?.addBytes(piece.stored, piece.storedBytes);
      return this.#scan(found, piece.source, piece.rows);
    }
    const first = found.row;
    const packed = found.add(piece.source, piece.rows);
    if (packed < 0) {
      this.#sum?.addBytes(piece.stored, piece.storedBytes);
      return false;
    }
    if (packed === piece.rows && decode === null) this.#sum?.addBits(found.list(), first, packed, bytes);
    else this.#sum?.addBytes(piece.stored, piece.storedBytes);
    if (packed === piece.rows) {
      this.#uniteBlocks(found);
      return true;
    }
    const runs = this.#goOnWithRuns(found);
    this.#found = runs;
    return this.#scan(runs, piece.source + packed * this.#shape[0] * bytes, piece.rows - packed);
  }

  /** Unites the blocks whose rows are all there. */
  #uniteBlocks(packed: BitWriter): void {
    this.#blocks?.addUntil(packed.list(), blockRowsBefore(this.#shape, packed.row));
  }

  /** The runs of the rows that were packed until the second label came. */
  #goOnWithRuns(packed: BitWriter): RunWriter {
    this.#blocks = null;
    this.#engine.arena.release(this.#blocksMark);
    packed.close();
    const runs = new RunWriter(this.#engine, this.#shape);
    unpackRuns(this.#engine, packed.list(), runs, packed.row);
    return runs;
  }

  #scan(found: RunWriter, source: Pointer, rows: number): boolean {
    const [nx] = this.#shape;
    const { scan, bytes } = this.#reading;
    const first = found.row;
    const kernel = this.#engine.kernels[scan];
    return found.addUntil(first + rows, ({ row, last, runs, rowOffsets, capacity }) => {
      const done = row - first;
      const scanned = kernel(source + done * nx * bytes, nx, last - row, runs, rowOffsets + 4 * row, capacity);
      return scanned < 0 ? -1 : row + scanned;
    });
  }
}
