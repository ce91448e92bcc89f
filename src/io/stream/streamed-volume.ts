import type { Engine } from "../../../bindings/engine/engine.js";
import type { VoxelEncoding } from "../../../bindings/read/voxel-encoding.js";
import { type Pick, pickedEncoding, pickingSink } from "../layers/pick.js";
import type { StoredBytes } from "../source/stored-bytes.js";
import type {
  BoxReader,
  CreateSink,
  Pace,
  ParallelRead,
  StoredHeader,
  StoredVolume,
  StreamedVoxels,
  VoxelFile,
} from "../voxel-source.js";
import { paced } from "./paced.js";
import { Pipeline } from "./pipeline.js";
import { plainBoxes } from "./plain-boxes.js";
import type { Packing, VoxelPlace } from "./voxel-place.js";

/** A file whose voxels follow each other as they are meant, stored or compressed as one stream. */
export class StreamedVolume implements StoredVolume {
  readonly parallel: ParallelRead | null;
  readonly #place: VoxelPlace;
  readonly #packing: Packing;
  readonly #bytes: StoredBytes;
  readonly #stored: VoxelEncoding;
  readonly #pick: Pick | null;
  readonly encoding: VoxelEncoding;
  readonly boxes?: BoxReader;

  /** @param pick the part of each voxel to read, if not all of it; `encoding` and `place` are those of all */
  constructor(
    { source, bytes }: VoxelFile,
    readonly header: StoredHeader,
    encoding: VoxelEncoding,
    place: VoxelPlace,
    packing: Packing,
    pick: Pick | null = null,
  ) {
    this.#place = place;
    this.#packing = packing;
    this.#bytes = bytes;
    this.#stored = encoding;
    this.#pick = pick;
    this.encoding = pick === null ? encoding : pickedEncoding(encoding, pick);
    const { readAt } = source;
    if (packing.kind === "none" && pick === null && readAt !== null)
      this.boxes = plainBoxes(readAt, source.size, place, packing.from);
    const isParallel = packing.kind !== "none" && pick === null;
    this.parallel = isParallel ? { file: { place, packing, encoding }, source, bytes } : null;
  }

  async stream<Found>(
    engine: Engine,
    createSink: CreateSink<Found>,
    sums: boolean,
    pace?: Pace,
  ): Promise<StreamedVoxels<Found>> {
    const pick = this.#pick;
    const create: CreateSink<Found> =
      pick === null ? createSink : () => pickingSink(engine, this.#stored, pick, createSink);
    const options = { packing: this.#packing, sums: sums && pick === null };
    const pipeline = new Pipeline(engine, this.#place, create, options);
    try {
      for await (const chunk of paced(this.#bytes.all(), pace)) pipeline.push(chunk);
      return pipeline.finish();
    } catch (error) {
      pipeline.abandon();
      throw error;
    }
  }
}
