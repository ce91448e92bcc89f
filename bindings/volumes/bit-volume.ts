import type { LabelBits } from "../../base/types.js";
import { copyWordsOut } from "../engine/copy-bytes.js";
import type { Engine } from "../engine/engine.js";
import type { Pointer } from "../engine/kernels.js";
import { rowCount, type Triple, tripleOf } from "./run-volume.js";

/**
 * Which voxels of a volume carry its only label, a bit each, in an engine's linear memory; valid until the arena releases
 * them.
 *
 * ```
 *  row r = y + ny·z:   | `rowWords` words of 64 bits: bit x % 64 of word x / 64, zeros past nx |     no gap between rows
 * ```
 */
export interface BitVolume {
  readonly bits: Pointer;
  /** 64-bit words in a row. */
  readonly rowWords: number;
  /** Voxels along x, y, z; z is 1 for a 2D volume. */
  readonly shape: Triple;
  /** 0 if no voxel is labelled. */
  readonly label: number;
}

/** 64-bit words in a row of `nx` bits. */
export function wordsOfRow(nx: number): number {
  return Math.ceil(nx / 64);
}

/** Bytes of a volume's bits. */
export function bitBytes(shape: Triple): number {
  return 8 * wordsOfRow(shape[0]) * rowCount(shape);
}

/** Copies a volume's bits into the arena. */
export function copyBitsIn(engine: Engine, volume: LabelBits & { readonly shape: readonly number[] }): BitVolume {
  const shape = tripleOf(volume.shape);
  return { bits: engine.arena.copyIn(volume.bits), rowWords: wordsOfRow(shape[0]), shape, label: volume.label };
}

/** Copies bits out of the arena. */
export function copyBitsOut(engine: Engine, { bits, shape, label }: BitVolume): LabelBits {
  return { bits: copyWordsOut(engine.arena.memory, bits, bitBytes(shape) / 4), label };
}
