import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import { Crc } from "../../../bindings/read/crc.js";
import { Gunzip } from "../gzip/gunzip.js";
import type { CreateSink, StreamedVoxels } from "../voxel-source.js";
import type { VoxelPlace } from "./voxel-place.js";
import { VoxelStream } from "./voxel-stream.js";

/** How the stored bytes of a NIfTI file become voxels. */
export interface PipelineOptions {
  readonly isCompressed: boolean;
  /** Whether the sink sums what it takes, so that the checksum of gzip costs no pass over the bytes. */
  readonly sums: boolean;
}

/** Stored bytes → gunzip → stream → sink. */
export class NiftiPipeline<Found> {
  readonly #stream: VoxelStream<Found>;
  readonly #gunzip: Gunzip | null;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(
    engine: Engine,
    place: VoxelPlace,
    createSink: CreateSink<Found>,
    { isCompressed, sums }: PipelineOptions,
  ) {
    const crc = isCompressed ? new Crc(engine) : null;
    const stream = new VoxelStream(engine, place, createSink, sums ? crc : null);
    const take = (at: Pointer, bytes: number) => stream.pushAt(at, bytes);
    this.#stream = stream;
    this.#gunzip = crc && new Gunzip(engine, place.label, crc, { take, sum: sums ? () => stream.sum : null });
  }

  /** Takes the next stored bytes, which may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    if (this.#gunzip === null) this.#stream.push(chunk);
    else this.#gunzip.push(chunk);
  }

  /** Takes all stored bytes of a gzipped file, which lie in linear memory. */
  inflateAll(stored: Pointer, storedBytes: number): void {
    this.#gunzip?.inflate(stored, stored + storedBytes, true);
  }

  /** What the sink made of the voxels, once `push` took all stored bytes. */
  finish(): StreamedVoxels<Found> {
    this.#gunzip?.finish();
    return this.result();
  }

  /** What the sink made of the voxels after {@link inflateAll}. */
  result(): StreamedVoxels<Found> {
    return { found: this.#stream.finish(), trailingBytes: this.#stream.trailingBytes };
  }

  abandon(): void {
    this.#stream.abandon();
  }
}
