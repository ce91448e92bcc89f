import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import { Crc } from "../../../bindings/read/crc.js";
import { Gunzip } from "../gzip/gunzip.js";
import { gzipWrapper, type Wrapper, zipWrapper, zlibWrapper } from "../gzip/wrapper.js";
import type { CreateSink, StreamedVoxels } from "../voxel-source.js";
import { StoredMember } from "./stored-member.js";
import type { Packing, VoxelPlace } from "./voxel-place.js";
import { VoxelStream } from "./voxel-stream.js";

/** How the stored bytes of a file become voxels. */
export interface PipelineOptions {
  readonly packing: Packing;
  /** Whether the sink sums what it takes, so that a CRC-32 costs no pass over the bytes. */
  readonly sums: boolean;
}

/** Stored bytes → those that hold the voxels → inflated → stream → sink. */
export class Pipeline<Found> {
  readonly #stream: VoxelStream<Found>;
  readonly #gunzip: Gunzip | StoredMember | null;
  readonly #packing: Packing;
  /** Stored bytes that came. */
  #passed = 0;

  /** @throws VoxmatchError `OUT_OF_MEMORY` */
  constructor(engine: Engine, place: VoxelPlace, createSink: CreateSink<Found>, { packing, sums }: PipelineOptions) {
    const wrapper = wrapperOf(engine, packing);
    const crc = sums && wrapper?.sum instanceof Crc ? wrapper.sum : null;
    const stream = new VoxelStream(engine, place, createSink, crc);
    const onBytes = (at: Pointer, bytes: number) => stream.pushAt(at, bytes);
    this.#packing = packing;
    this.#stream = stream;
    const Unpacking = packing.kind === "stored" ? StoredMember : Gunzip;
    this.#gunzip = wrapper && new Unpacking(engine, place.label, wrapper, { onBytes, sum: crc && (() => stream.sum) });
  }

  /** Takes the next stored bytes, which may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    const { from, bytes } = this.#packing;
    const begin = Math.max(0, from - this.#passed);
    const end = bytes === null ? chunk.length : Math.max(0, from + bytes - this.#passed);
    this.#passed += chunk.length;
    const held = begin === 0 && end >= chunk.length ? chunk : chunk.subarray(begin, Math.max(begin, end));
    if (held.length > 0) (this.#gunzip ?? this.#stream).push(held);
  }

  /** Takes all stored bytes of a compressed file, which lie in linear memory. */
  inflateAll(stored: Pointer, storedBytes: number): void {
    const { from, bytes } = this.#packing;
    const begin = Math.min(from, storedBytes);
    const end = bytes === null ? storedBytes : Math.min(from + bytes, storedBytes);
    this.#gunzip?.inflate(stored + begin, stored + end, true);
  }

  /** Output of the sink, once `push` took all stored bytes. */
  finish(): StreamedVoxels<Found> {
    this.#gunzip?.finish();
    return this.result();
  }

  /** Output of the sink after {@link inflateAll}. */
  result(): StreamedVoxels<Found> {
    return { found: this.#stream.finish(), trailingBytes: this.#stream.trailingBytes };
  }

  abandon(): void {
    this.#stream.abandon();
  }
}

function wrapperOf(engine: Engine, { kind, promised = { crc32: 0, bytes: 0 } }: Packing): Wrapper | null {
  switch (kind) {
    case "none":
      return null;
    case "gzip":
      return gzipWrapper(new Crc(engine));
    case "zlib":
      return zlibWrapper(engine);
    case "zip":
    case "stored":
      return zipWrapper(engine, promised);
  }
}
