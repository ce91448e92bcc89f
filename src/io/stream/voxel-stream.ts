import { isVoxmatchError, VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import type { Pointer } from "../../../bindings/engine/kernels.js";
import type { Crc } from "../../../bindings/read/crc.js";
import { ExtensionWalk } from "../nifti/extensions.js";
import type { CreateSink, VoxelSink } from "../voxel-source.js";
import { TrailingBytes } from "./trailing-bytes.js";
import type { VoxelPlace } from "./voxel-place.js";

/**
 * Takes the bytes of an uncompressed file in pieces of any length: walks over those before the voxels, passes exactly as
 * many voxel bytes on as its header promises, and counts those behind.
 */
export class VoxelStream<Found> {
  readonly #engine: Engine;
  readonly #place: VoxelPlace;
  readonly #createSink: CreateSink<Found>;
  readonly #crc: Crc | null;
  readonly #extensions: ExtensionWalk | null;
  readonly #trailing: TrailingBytes;
  #sink: VoxelSink<Found> | null = null;
  /** Bytes that came, up to the last voxel. */
  #passed = 0;
  #frontSum = 0;
  #tailSum: number | null = null;

  /** @param crc where to sum the bytes that come, those in linear memory */
  constructor(engine: Engine, place: VoxelPlace, createSink: CreateSink<Found>, crc: Crc | null = null) {
    this.#engine = engine;
    this.#place = place;
    this.#createSink = createSink;
    this.#crc = crc;
    this.#extensions = place.nifti && new ExtensionWalk({ ...place, ...place.nifti });
    this.#trailing = new TrailingBytes(place);
  }

  /** Takes the next piece, which may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    const [front, voxels] = this.#split(chunk.length);
    this.#extensions?.take(chunk.subarray(0, front));
    this.#pass(voxels, (sink) => sink.push(chunk.subarray(front, front + voxels)));
    this.#trailing.take(chunk.subarray(front + voxels));
  }

  /** As {@link push}, for a piece that lies in linear memory. */
  pushAt(at: Pointer, bytes: number): void {
    const { arena } = this.#engine;
    const [front, voxels] = this.#split(bytes);
    if (front > 0) {
      this.#extensions?.take(arena.u8(at, front));
      if (this.#crc !== null) this.#frontSum = this.#crc.ofBytes(this.#frontSum, at, front);
    }
    this.#pass(voxels, (sink) => sink.pushAt(at + front, voxels));
    const tail = bytes - front - voxels;
    if (tail === 0) return;
    const sum = this.sum;
    if (this.#crc !== null && sum !== null) this.#tailSum = this.#crc.ofBytes(sum, at + front + voxels, tail);
    this.#trailing.take(arena.u8(at + front + voxels, tail));
  }

  finish(): Found {
    const { label, shape, dataType, voxelOffset, voxelBytes } = this.#place;
    const held = Math.max(0, this.#passed - voxelOffset);
    if (held < voxelBytes) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${label} is cut off: it holds ${held} of the ${voxelBytes} bytes of voxels that its ` +
          `header promises (${shape.join(" × ")} ${dataType}). Copy or write the file again.`,
        { source: label, heldBytes: held, expectedBytes: voxelBytes, shape },
      );
    }
    this.#trailing.check();
    return inFile(this.#place.label, () => this.#opened().finish());
  }

  /** Bytes behind the voxels, which mean nothing. */
  get trailingBytes(): number {
    return this.#trailing.count;
  }

  /** The CRC-32 of all bytes that came; null unless requested. */
  get sum(): number | null {
    if (this.#tailSum !== null) return this.#tailSum;
    return this.#sink === null ? this.#frontSum : (this.#sink.sum ?? null);
  }

  abandon(): void {
    this.#sink?.abandon();
    this.#sink = null;
  }

  /** How many of the next bytes lie before the voxels, and how many are voxels. */
  #split(bytes: number): readonly [front: number, voxels: number] {
    const { voxelOffset, voxelBytes } = this.#place;
    const front = Math.min(bytes, Math.max(0, voxelOffset - this.#passed));
    const voxels = Math.min(bytes - front, voxelOffset + voxelBytes - this.#passed - front);
    this.#passed += front + voxels;
    return [front, voxels];
  }

  #pass(bytes: number, push: (sink: VoxelSink<Found>) => void): void {
    if (bytes > 0) inFile(this.#place.label, () => push(this.#opened()));
  }

  #opened(): VoxelSink<Found> {
    this.#sink ??= this.#createSink(this.#crc && { crc: this.#crc, sum: this.#frontSum });
    return this.#sink;
  }
}

/** Adds the file's name to errors about its voxels. */
export function inFile<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isVoxmatchError(error, "INVALID_VOLUME") || error.message.startsWith(label)) throw error;
    const details = { source: label, ...error.details };
    throw new VoxmatchError(error.code, `${label}: ${error.message}`, details, { cause: error });
  }
}
