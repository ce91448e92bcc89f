import { BlockRunWriter } from "../components/block-run-writer.js";
import { blockRowsBefore } from "../components/block-runs.js";
import type { BlockUnionFind } from "../components/block-union-find.js";
import type { ArenaMark } from "../engine/arena.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import type { ArenaVolume } from "../volumes/arena-volume.js";
import type { Triple } from "../volumes/run-volume.js";
import { RunWriter } from "../volumes/run-writer.js";
import { unpackRuns } from "../volumes/unpack-runs.js";
import { BitWriter, fitsBits } from "./bit-writer.js";
import type { Piece } from "./row-buffer.js";
import type { VoxelCrc } from "./voxel-crc.js";
import type { VoxelCodec } from "./voxel-encoding.js";

/** Labels in the arena. */
export interface WrittenLabels {
  readonly voxels: ArenaVolume;
  /** Their blocks, where these were asked for and the voxels are bits. */
  readonly united: BlockUnionFind | null;
}

/**
 * Writes rows of labels as bits, and as runs as soon as there is a second label. It is the top of the arena.
 *
 * ```
 *  arena:  | bits | blocks, growing → |    as long as there is one label
 *          | bits of the rows before | row offsets | runs, growing → |
 * ```
 */
export class LabelWriter {
  readonly #engine: Engine;
  readonly #shape: Triple;
  readonly #codec: VoxelCodec;
  readonly #sum: VoxelCrc | null;
  #found: BitWriter | RunWriter;
  #blocks: BlockRunWriter | null = null;
  readonly #blocksMark: ArenaMark;

  /**
   * @param sum where to sum the voxels as they are stored
   * @param unitesBlocks unite blocks as voxels come, as long as they are bits
   * @throws VoxmatchError `OUT_OF_MEMORY`
   */
  constructor(engine: Engine, shape: Triple, codec: VoxelCodec, sum: VoxelCrc | null, unitesBlocks: boolean) {
    this.#engine = engine;
    this.#shape = shape;
    this.#codec = codec;
    this.#sum = sum;
    this.#found = fitsBits(shape) ? new BitWriter(engine, shape, codec.pack) : new RunWriter(engine, shape);
    this.#blocksMark = engine.arena.mark();
    if (unitesBlocks && this.#found instanceof BitWriter) this.#blocks = new BlockRunWriter(engine, shape);
  }

  /** The labels, once all rows came. */
  list(): WrittenLabels {
    const voxels = this.#found.list();
    return { voxels, united: "bits" in voxels && this.#blocks !== null ? this.#blocks.united(voxels) : null };
  }

  /** Adds rows; false if one of their voxels is negative. */
  add(piece: Piece): boolean {
    const found = this.#found;
    const { bytes, decode } = this.#codec;
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
      // The blocks whose rows are all there.
      this.#blocks?.addUntil(found.list(), blockRowsBefore(this.#shape, found.row));
      return true;
    }
    const runs = this.#goOnWithRuns(found);
    this.#found = runs;
    return this.#scan(runs, piece.source + packed * this.#shape[0] * bytes, piece.rows - packed);
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
    const { scan, bytes } = this.#codec;
    const first = found.row;
    const kernel = this.#engine.kernels[scan];
    return found.addUntil(first + rows, ({ row, last, runs, rowOffsets, capacity }) => {
      const done = row - first;
      const scanned = kernel(source + done * nx * bytes, nx, last - row, runs, rowOffsets + 4 * row, capacity);
      return scanned < 0 ? -1 : row + scanned;
    });
  }
}
