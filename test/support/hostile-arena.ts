import { Arena, type ArenaMark } from "../../bindings/engine/arena.js";

/** Bytes before and behind each block that kernels may read and must not write. */
const FENCE_BYTES = 64;

/** Far from 0 as a byte, a word, a label and (−1.6e115) as a float. */
export const DIRT = 0xd7;
const DIRT_AS_F64 = new Float64Array(new Uint8Array(8).fill(DIRT).buffer)[0];

interface Block {
  readonly pointer: number;
  readonly bytes: number;
}

/**
 * An arena that leaves dirt in and around each block, and throws where what lies around a block was written: so that nobody can
 * rely on memory being zero, nor write beyond the room that was asked for.
 */
export class HostileArena extends Arena {
  #blocks: Block[] = [];

  override allocate(bytes: number, align = 16): number {
    const pointer = super.allocate(bytes, align);
    this.#soil(pointer - FENCE_BYTES, bytes + 2 * FENCE_BYTES);
    this.#blocks.push({ pointer, bytes });
    return pointer;
  }

  override resizeLast(pointer: number, bytes: number): void {
    const last = this.#blocks.pop();
    if (last?.pointer !== pointer) throw new Error("The block that is resized is not the last one.");
    this.#check(last);
    super.resizeLast(pointer, bytes);
    // The kept part of the block stays as it is.
    const kept = Math.min(last.bytes, bytes);
    this.#soil(pointer + kept, bytes - kept + FENCE_BYTES);
    this.#blocks.push({ pointer, bytes });
  }

  override release(mark: ArenaMark): void {
    const blocks = this.#blocks;
    this.#blocks = blocks.filter(({ pointer }) => pointer < mark);
    super.release(mark);
    for (const block of blocks) this.#check(block);
  }

  /** Throws if something was written around one of the blocks in use. */
  check(): void {
    for (const block of this.#blocks) this.#check(block);
  }

  #check({ pointer, bytes }: Block): void {
    for (const fence of [pointer + bytes, pointer - FENCE_BYTES]) {
      const at = this.u8(fence, FENCE_BYTES).findIndex((byte) => byte !== DIRT);
      if (at < 0) continue;
      // Said once: tests that follow begin anew.
      this.#soil(fence, FENCE_BYTES);
      throw new Error(`The byte at ${fence + at} was written, but a block of ${bytes} bytes begins at ${pointer}.`);
    }
  }

  /** Words of eight bytes in between: memory is shared, so that every step counts. */
  #soil(begin: number, bytes: number): void {
    const end = begin + bytes;
    const [first, last] = [Math.min(end, Math.ceil(begin / 8) * 8), Math.max(begin, Math.floor(end / 8) * 8)];
    this.u8(begin, first - begin).fill(DIRT);
    if (last > first) this.f64(first, (last - first) / 8).fill(DIRT_AS_F64);
    if (last >= first) this.u8(last, end - last).fill(DIRT);
  }
}
