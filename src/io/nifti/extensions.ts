import { VoxmatchError } from "../../../base/errors.js";
import type { NiftiHeader } from "./header.js";

/** Where the extensions lie. */
type ExtensionPlace = { readonly label: string } & Pick<NiftiHeader, "headerBytes" | "littleEndian" | "voxelOffset">;

/** Bytes of an extension's prefix: its size and its code. */
const PREFIX_BYTES = 8;

/**
 * Walks over everything between header and voxels as it passes, and keeps only four bytes of it. Extensions are
 * skipped but must fill that room sensibly: one that ends elsewhere means that the voxels may begin elsewhere, too.
 */
export class ExtensionWalk {
  readonly #place: ExtensionPlace;
  /** Bytes that passed. */
  #passed = 0;
  /** Where the number lies that is read next; none are left at infinity. */
  #next: number;
  readonly #number = new Uint8Array(4);

  constructor(place: ExtensionPlace) {
    this.#place = place;
    this.#next = place.headerBytes;
  }

  /**
   * Takes the next bytes before the voxels.
   * @throws VoxmatchError `INVALID_FILE` for an extension that does not fit
   */
  take(bytes: Uint8Array): void {
    const end = this.#passed + bytes.length;
    while (this.#next + 4 <= end) {
      this.#keep(bytes);
      this.#advance();
    }
    this.#keep(bytes);
    this.#passed = end;
  }

  /** Copies what of the next number is among these bytes. */
  #keep(bytes: Uint8Array): void {
    const from = Math.max(this.#next, this.#passed);
    const to = Math.min(this.#next + 4, this.#passed + bytes.length);
    for (let at = from; at < to; at++) this.#number[at - this.#next] = bytes[at - this.#passed];
  }

  #advance(): void {
    const { headerBytes, voxelOffset } = this.#place;
    const at = this.#next;
    // The first of four bytes behind the header says whether there are extensions.
    const hasMore = at > headerBytes || this.#number[0] !== 0;
    this.#next = at === headerBytes ? at + 4 : at + this.#size(at);
    if (!hasMore || this.#next === at || this.#next + PREFIX_BYTES > voxelOffset) this.#next = Number.POSITIVE_INFINITY;
  }

  /** The size of the extension at a place; 0 where some writers pad with zeros after the last one. */
  #size(at: number): number {
    const { label, littleEndian, voxelOffset } = this.#place;
    const view = new DataView(this.#number.buffer);
    const room = voxelOffset - at;
    // Some write the size in the machine's byte order.
    const [size, swapped] = [view.getInt32(0, littleEndian), view.getInt32(0, !littleEndian)];
    for (const each of [size, swapped]) if (each === 0 || (each >= PREFIX_BYTES && each <= room)) return each;
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the header extension at byte ${at} claims ${size} bytes, expected ${PREFIX_BYTES} to ${room}, ` +
        "where the voxels begin. The file is damaged: copy or write it again.",
      { source: label, at, size, voxelOffset },
    );
  }
}
