import { isVoxmatchError, VoxmatchError } from "../../base/errors.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import type { Crc } from "../../bindings/read/crc.js";
import type { SumBefore } from "../../bindings/read/voxel-crc.js";
import type { NiftiHeader } from "./nifti/header.js";

/** What takes the voxels' bytes: a `VoxelScanner`, or what gathers the voxels of an image. */
export interface VoxelSink<Found> {
  push(bytes: Uint8Array): void;
  /** Takes bytes in linear memory, which are only valid until it returns. */
  pushAt(at: Pointer, bytes: number): void;
  finish(): Found;
  abandon(): void;
  /** The CRC-32 of the voxels that came and of all before, where it was asked for. */
  readonly sum?: number | null;
}

/** What a stream is of: a file by its name in messages, and where in it the voxels lie. */
export type VoxelPlace = { readonly label: string } & Pick<
  NiftiHeader,
  "shape" | "dataType" | "voxelOffset" | "voxelBytes"
>;

/**
 * Takes the bytes of an uncompressed NIfTI file in pieces of any length: leaves out those before the voxels, and passes
 * exactly as many voxel bytes on as its header promises.
 */
export class VoxelStream<Found> {
  readonly #place: VoxelPlace;
  readonly #openSink: (sumBefore: SumBefore | null) => VoxelSink<Found>;
  readonly #crc: Crc | null;
  #sink: VoxelSink<Found> | null = null;
  #passed = 0;
  #frontSum = 0;

  /** @param crc where the bytes that come are to be summed, those in linear memory */
  constructor(place: VoxelPlace, openSink: (sumBefore: SumBefore | null) => VoxelSink<Found>, crc: Crc | null = null) {
    this.#place = place;
    this.#openSink = openSink;
    this.#crc = crc;
  }

  /** Takes the next piece, which may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    const front = this.#frontOf(chunk.length);
    this.#pass(chunk.length - front, (sink) => sink.push(chunk.subarray(front)));
  }

  /** As {@link push}, for a piece that lies in linear memory. */
  pushAt(at: Pointer, bytes: number): void {
    const front = this.#frontOf(bytes);
    if (front > 0 && this.#crc !== null) this.#frontSum = this.#crc.ofBytes(this.#frontSum, at, front);
    this.#pass(bytes - front, (sink) => sink.pushAt(at + front, bytes - front));
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
    return this.#opened().finish();
  }

  /** The CRC-32 of all bytes that came; null if nobody asked for it. */
  get sum(): number | null {
    return this.#sink === null ? this.#frontSum : (this.#sink.sum ?? null);
  }

  abandon(): void {
    this.#sink?.abandon();
    this.#sink = null;
  }

  /** How many of the next bytes lie before the voxels. */
  #frontOf(bytes: number): number {
    const front = Math.min(bytes, Math.max(0, this.#place.voxelOffset - this.#passed));
    this.#passed += front;
    return front;
  }

  #pass(bytes: number, push: (sink: VoxelSink<Found>) => void): void {
    if (bytes === 0) return;
    const { label, shape, dataType, voxelOffset, voxelBytes } = this.#place;
    this.#passed += bytes;
    if (this.#passed > voxelOffset + voxelBytes) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${label} has bytes after the ${voxelBytes} that its header promises (${shape.join(" × ")} ${dataType}), ` +
          "so that header and voxels do not belong together. Write the file again.",
        { source: label, expectedBytes: voxelBytes, shape },
      );
    }
    try {
      push(this.#opened());
    } catch (error) {
      if (!isVoxmatchError(error, "INVALID_VOLUME") || error.message.startsWith(label)) throw error;
      const details = { source: label, ...error.details };
      throw new VoxmatchError(error.code, `${label}: ${error.message}`, details, { cause: error });
    }
  }

  #opened(): VoxelSink<Found> {
    this.#sink ??= this.#openSink(this.#crc && { crc: this.#crc, sum: this.#frontSum });
    return this.#sink;
  }
}
