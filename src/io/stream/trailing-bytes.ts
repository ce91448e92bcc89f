import { VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import type { VoxelPlace } from "./voxel-place.js";

/** Some padding is nothing odd, however small the volume is. */
const USUAL_PADDING = 2 ** 20;

/**
 * Bytes behind the last voxel. Padding and remains are left out, as other readers do; but where the header may have said too
 * little of each voxel, or of how many there are, nothing is sure.
 */
export class TrailingBytes {
  readonly #place: VoxelPlace;
  #count = 0;
  #areZeros = true;

  constructor(place: VoxelPlace) {
    this.#place = place;
  }

  /** Of those that a note is to mention. */
  get count(): number {
    return this.#place.behind === "padding" ? this.#count : 0;
  }

  /** @throws VoxmatchError `INVALID_FILE` if there are more than the voxels themselves take */
  take(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#place.behind === "footer") return;
    this.#count += bytes.length;
    this.#areZeros &&= bytes.every((byte) => byte === 0);
    if (this.#count > Math.max(this.#place.voxelBytes, USUAL_PADDING)) throw this.#refused("more than");
  }

  /** @throws VoxmatchError `INVALID_FILE` if they may be voxels */
  check(): void {
    const { label, shape, dataType, nifti } = this.#place;
    if (this.#count === 0) return;
    const bitpix = nifti?.bitpix;
    if (bitpix !== undefined && bitpix !== 8 * bytesPerVoxel(dataType)) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${label}: the header contradicts itself: datatype (${dataType}) takes ${8 * bytesPerVoxel(dataType)} bits a voxel, bitpix ` +
          `says ${bitpix}, and there are ${this.#count} bytes behind the voxels. Write the file again.`,
        { source: label, bitpix, expectedBitpix: 8 * bytesPerVoxel(dataType), trailingBytes: this.#count },
      );
    }
    if (this.#place.behind === "error") throw this.#refused(String(this.#count));
    const voxels = shape.reduce((product, length) => product * length, 1);
    if (!this.#areZeros && this.#count % voxels === 0) throw this.#refused(String(this.#count));
  }

  #refused(held: string): VoxmatchError {
    const { label, shape, dataType, voxelBytes } = this.#place;
    return new VoxmatchError(
      "INVALID_FILE",
      `${label} has ${held === "more than" ? "more bytes" : `${held} bytes`} after the ${voxelBytes} that its header promises ` +
        `(${shape.join(" × ")} ${dataType}), so that header and voxels do not belong together. Write ` +
        "the file again.",
      { source: label, expectedBytes: voxelBytes, trailingBytes: this.#count, shape },
    );
  }
}
