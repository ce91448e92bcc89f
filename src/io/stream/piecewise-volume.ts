import { VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { bytesPerVoxel, type VoxelEncoding } from "../../../bindings/read/voxel-encoding.js";
import type { BoxReader, CreateSink, Pace, StoredHeader, StoredVolume, StreamedVoxels } from "../voxel-source.js";
import { paced } from "./paced.js";
import { inFile } from "./voxel-stream.js";

/** Voxels in the order in which they are meant, in pieces of any length: whole z-layers where a format has them. */
export type VoxelPieces = (engine: Engine) => AsyncGenerator<Uint8Array>;

/** A file whose reader puts voxels in order itself, such as pages, chunks or frames, a slab of layers at a time. */
export class PiecewiseVolume implements StoredVolume {
  readonly parallel = null;
  readonly #label: string;
  readonly #pieces: VoxelPieces;

  /**
   * @param encoding of the pieces, which may differ from that of the file
   * @param remarks findings once all voxels came
   * @param boxes how voxels are read out of order, where they can be
   */
  constructor(
    label: string,
    readonly header: StoredHeader,
    readonly encoding: VoxelEncoding,
    pieces: VoxelPieces,
    readonly remarks: () => readonly string[] = () => [],
    readonly boxes?: BoxReader,
  ) {
    this.#label = label;
    this.#pieces = pieces;
  }

  async stream<Found>(
    engine: Engine,
    createSink: CreateSink<Found>,
    _sums: boolean,
    pace?: Pace,
  ): Promise<StreamedVoxels<Found>> {
    const { shape } = this.header;
    const expected = shape.reduce((product, length) => product * length, bytesPerVoxel(this.encoding.dataType));
    const sink = createSink(null);
    let held = 0;
    try {
      for await (const piece of paced(this.#pieces(engine), pace)) {
        held += piece.length;
        if (held > expected) throw this.#refused(`more than the ${expected}`, held, expected);
        inFile(this.#label, () => sink.push(piece));
      }
      if (held < expected) throw this.#refused(`${held} of the ${expected}`, held, expected);
      return { found: inFile(this.#label, () => sink.finish()), trailingBytes: 0 };
    } catch (error) {
      sink.abandon();
      throw error;
    }
  }

  #refused(held: string, heldBytes: number, expectedBytes: number): VoxmatchError {
    const { shape, dataType } = this.header;
    return new VoxmatchError(
      "INVALID_FILE",
      `${this.#label} is cut off or damaged: it holds ${held} bytes of voxels that its header promises ` +
        `(${shape.join(" × ")} ${dataType}). Copy or write the file again.`,
      { source: this.#label, heldBytes, expectedBytes, shape },
    );
  }
}
