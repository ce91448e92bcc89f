/** Masks of bytes to and from the kernels' rows of bits (`assembly/volumes/bit-rows.ts`); not timed. */
import type { Engine } from "../../bindings/engine/engine.js";
import type { Shape } from "./paint-shapes.js";

const PAD = 8;

/** Packs a mask into the arena. */
export function packBits({ arena, kernels }: Engine, mask: Uint8Array, shape: Shape): number {
  const bytes = kernels.bitsBytes(...shape) >>> 0;
  const pointer = arena.allocateZeroed(bytes);
  const view = arena.u8(pointer, bytes);
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) view[byteOf(i, shape)] |= 1 << ((i % shape[0]) & 7);
  return pointer;
}

/** The bits as bytes of 0 and 1. */
export function unpackBits({ arena, kernels }: Engine, pointer: number, shape: Shape): Uint8Array {
  const view = arena.u8(pointer, kernels.bitsBytes(...shape) >>> 0);
  const bitOf = (_: unknown, i: number) => (view[byteOf(i, shape)] >> ((i % shape[0]) & 7)) & 1;
  return Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, bitOf);
}

function byteOf(i: number, [nx]: Shape): number {
  const stride = PAD + 8 * Math.ceil(nx / 64);
  return PAD + Math.floor(i / nx) * stride + ((i % nx) >> 3);
}
