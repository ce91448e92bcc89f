import type { Engine } from "../../bindings/engine.js";
import type { Pointer } from "../../bindings/kernels.js";
import { isVoxmatchError, VoxmatchError } from "../errors.js";
import type { LabelVoxels } from "../types.js";
import { crc32 } from "./crc32.js";
import { headerLength } from "./nifti-fields.js";
import { checkExtensions, type HeaderCheck, type NiftiHeader, parseNiftiHeader } from "./nifti-header.js";

/** What takes the voxels' bytes: a `VoxelScanner`, or what gathers the voxels of an image. */
export interface VoxelSink<Found = LabelVoxels> {
  push(bytes: Uint8Array): void;
  /** Takes bytes in linear memory, which are only valid until it returns. */
  pushAt(at: Pointer, bytes: number): void;
  finish(): Found;
  abandon(): void;
  /** The CRC-32 of the voxels that came and of all before, where it was asked for. */
  readonly sum?: number | null;
}

/** The first four bytes tell how long the header is. */
const LENGTH_BYTES = 4;

/**
 * Takes the bytes of an uncompressed NIfTI file in pieces of any length: collects those before the voxels, checks the
 * header, and passes exactly as many voxel bytes on as it promises.
 */
export class VolumeStream<Found = LabelVoxels> {
  #front: Uint8Array[] = [];
  #frontBytes = 0;
  #needed = LENGTH_BYTES;
  #header: NiftiHeader | null = null;
  #sink: VoxelSink<Found> | null = null;
  #voxelBytes = 0;

  constructor(
    readonly label: string,
    readonly maximumVoxels: number,
    readonly checkHeader: HeaderCheck,
    readonly openSink: (header: NiftiHeader, before: Uint8Array) => VoxelSink<Found>,
  ) {}

  /** Takes the next piece, which may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    const voxels = this.#sink === null ? this.#collect(chunk) : chunk;
    this.#pass(voxels.length, (sink) => sink.push(voxels));
  }

  /** As {@link push}, for a piece that lies in an engine's linear memory. */
  pushAt({ arena }: Engine, at: Pointer, bytes: number): void {
    const voxels = this.#sink === null ? this.#collect(arena.u8(at, bytes).slice()).length : bytes;
    this.#pass(voxels, (sink) => sink.pushAt(at + bytes - voxels, voxels));
  }

  #pass(bytes: number, push: (sink: VoxelSink<Found>) => void): void {
    if (bytes === 0 || this.#sink === null || this.#header === null) return;
    const { voxelBytes, shape, dataType } = this.#header;
    if (bytes > voxelBytes - this.#voxelBytes) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${this.label} has bytes after the ${voxelBytes} that its header promises (${shape.join(" × ")} ${dataType}), ` +
          "so that header and voxels do not belong together. Write the file again.",
        { source: this.label, expectedBytes: voxelBytes, shape },
      );
    }
    this.#voxelBytes += bytes;
    try {
      push(this.#sink);
    } catch (error) {
      if (!isVoxmatchError(error, "INVALID_VOLUME") || error.message.startsWith(this.label)) throw error;
      const details = { source: this.label, ...error.details };
      throw new VoxmatchError(error.code, `${this.label}: ${error.message}`, details, { cause: error });
    }
  }

  finish(): { header: NiftiHeader; found: Found } {
    const header = this.#header;
    if (header === null || this.#sink === null) throw this.#cutInFront();
    if (this.#voxelBytes < header.voxelBytes) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${this.label} is cut off: it holds ${this.#voxelBytes} of the ${header.voxelBytes} bytes of voxels that its ` +
          `header promises (${header.shape.join(" × ")} ${header.dataType}). Copy or write the file again.`,
        { source: this.label, heldBytes: this.#voxelBytes, expectedBytes: header.voxelBytes, shape: header.shape },
      );
    }
    const found = this.#sink.finish();
    this.#sink = null;
    return { header, found };
  }

  /** The CRC-32 of all bytes that came, if their sink sums them; until it is finished. */
  get sum(): number | null {
    return this.#sink === null ? crc32(this.#joinFront()) : (this.#sink.sum ?? null);
  }

  abandon(): void {
    this.#sink?.abandon();
    this.#sink = null;
  }

  /** Collects what lies before the voxels, step by step as it becomes known how much; returns what follows it. */
  #collect(chunk: Uint8Array): Uint8Array {
    this.#front.push(chunk);
    this.#frontBytes += chunk.length;
    while (this.#sink === null && this.#frontBytes >= this.#needed) {
      const front = this.#joinFront();
      if (this.#needed === LENGTH_BYTES) {
        this.#needed = headerLength(front, this.label);
      } else if (this.#header === null) {
        this.#header = parseNiftiHeader(front, this.label, this.maximumVoxels, this.checkHeader);
        this.#needed = this.#header.voxelOffset;
      } else {
        checkExtensions(front, this.#header, this.label);
        this.#sink = this.openSink(this.#header, front.subarray(0, this.#header.voxelOffset));
        this.#front = [];
        return front.subarray(this.#header.voxelOffset);
      }
    }
    // The last piece is the caller's, who may overwrite it.
    const last = this.#front.pop();
    if (last !== undefined) this.#front.push(last === chunk ? new Uint8Array(last) : last);
    return new Uint8Array(0);
  }

  #joinFront(): Uint8Array {
    if (this.#front.length === 1) return this.#front[0];
    const joined = new Uint8Array(this.#frontBytes);
    let at = 0;
    for (const piece of this.#front) {
      joined.set(piece, at);
      at += piece.length;
    }
    this.#front = [joined];
    return joined;
  }

  #cutInFront(): VoxmatchError {
    const held = this.#frontBytes;
    const advice = "Copy or write the file again.";
    const message =
      held === 0
        ? `${this.label} is empty, expected a .nii or .nii.gz file. ${advice}`
        : `${this.label} is cut off: it ends after ${held} bytes, ` +
          `${this.#header === null ? "within its header" : `before its voxels begin at byte ${this.#needed}`}. ${advice}`;
    return new VoxmatchError("INVALID_FILE", message, { source: this.label, heldBytes: held });
  }
}
