import { VoxmatchError } from "../../base/errors.js";
import { copyBytes } from "./copy-bytes.js";

const PAGE_BYTES = 65_536;

/** One WebAssembly memory addresses at most 65536 pages: 4 GiB. */
export const MAXIMUM_PAGES = 65_536;

/**
 * Kernels load whole vectors, so that they may read up to this many bytes before the first and past the last byte of a
 * block; the arena leaves that room around everything that it hands out.
 */
const GUARD_BYTES = 64;

/** A place in the arena to which {@link Arena.release} returns. */
export type ArenaMark = number & { readonly __mark: unique symbol };

/**
 * A stack of blocks on one linear memory.
 *
 * ```
 *  0        64                                   top                memory end
 *  | guard | block | guard | block | guard | … |  free, grown on demand  |
 * ```
 *
 * To use memory, take a mark, allocate, call kernels and release the mark; nothing is freed one by one. The memory
 * only grows, so a pool of arenas pays once for its pages. Pointers are unsigned JavaScript numbers below 2³²; wasm
 * gives and takes them as i32, which the engine API converts modulo 2³². Views are made for each call, because
 * growing detaches or shortens older ones.
 */
export class Arena {
  #top: number;
  #highWater: number;

  /**
   * @param maximumBytes where it ends at the latest
   * @param begin where it begins: 0, or within a block of another arena, which then holds all of it
   */
  constructor(
    readonly memory: WebAssembly.Memory,
    readonly maximumBytes: number,
    readonly fillZeros: (pointer: number, bytes: number) => void,
    begin = 0,
  ) {
    this.#top = begin + GUARD_BYTES;
    this.#highWater = this.#top;
  }

  /** The largest number of bytes that were ever in use at once. */
  get highWater(): number {
    return this.#highWater;
  }

  /** Bytes in use now. */
  get used(): number {
    return this.#top;
  }

  mark(): ArenaMark {
    return this.#top as ArenaMark;
  }

  /** Gives back everything allocated since `mark`. */
  release(mark: ArenaMark): void {
    this.#top = mark;
  }

  /**
   * Reserves `bytes` and returns their address. The content is undefined.
   * @throws VoxmatchError `OUT_OF_MEMORY` with the bytes required and available.
   */
  allocate(bytes: number, align = 16): number {
    const pointer = Math.ceil(this.#top / align) * align;
    this.#reserve(pointer + bytes + GUARD_BYTES);
    return pointer;
  }

  /** {@link allocate}, filled with zeros. */
  allocateZeroed(bytes: number, align = 16): number {
    const pointer = this.allocate(bytes, align);
    this.fillZeros(pointer, bytes);
    return pointer;
  }

  /** Makes the block at `pointer`, which must be the one allocated last, `bytes` long; its content stays. */
  resizeLast(pointer: number, bytes: number): void {
    this.#reserve(pointer + bytes + GUARD_BYTES);
  }

  u8(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  u32(pointer: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  i32(pointer: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  f64(pointer: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.memory.buffer as ArrayBuffer, pointer, length);
  }

  /** Reserves room for a copy of `array` and copies it. */
  copyIn(array: ArrayBufferView): number {
    const pointer = this.allocate(array.byteLength);
    copyBytes(this.memory, pointer, new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return pointer;
  }

  #reserve(end: number): void {
    const present = this.memory.buffer.byteLength;
    if (end > Math.min(present, this.maximumBytes)) this.#grow(end, present);
    this.#top = end;
    if (end > this.#highWater) this.#highWater = end;
  }

  #grow(end: number, present: number): void {
    // Grown by half more than is there, so that a block that grows step by step costs few calls.
    const wanted = Math.min(Math.max(end, Math.ceil(present * 1.5)), this.maximumBytes);
    for (const target of [wanted, end]) {
      if (target < end || target > this.maximumBytes) continue;
      try {
        this.memory.grow(Math.ceil((target - present) / PAGE_BYTES));
        return;
      } catch {
        // The machine refused; the exact size may still fit.
      }
    }
    const requiredBytes = end - this.#top;
    const availableBytes = this.maximumBytes - this.#top;
    throw new VoxmatchError(
      "OUT_OF_MEMORY",
      `This step needs ${megabytes(requiredBytes)} more memory, but ${megabytes(Math.max(0, availableBytes))} of the ` +
        `${megabytes(this.maximumBytes)} that one WebAssembly memory may hold here are left. ` +
        "Crop the volumes to their labels, or evaluate them in parts.",
      { requiredBytes, availableBytes, maximumBytes: this.maximumBytes },
    );
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 3 : 0)} MiB`;
}
