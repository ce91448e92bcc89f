import { findSurface, type SurfaceBits } from "../../bindings/distances/surface-bits.js";
import type { Engine } from "../../bindings/engine/engine.js";
import type { Pointer } from "../../bindings/engine/kernels.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";
import type { PlainVolume } from "../oracle/label-volume.js";

/** Bytes before, between and behind the rows' words. */
const PAD = 8;

/** A mask as bit rows in the arena. */
export function packBits({ arena, kernels }: Engine, { shape, labels }: PlainVolume): Pointer {
  const [nx] = shape;
  const bytes = kernels.bitsBytes(...shape);
  const pointer = arena.allocateZeroed(bytes);
  const view = arena.u8(pointer, bytes);
  const stride = PAD + 8 * Math.ceil(nx / 64);
  labels.forEach((label, i) => {
    const [row, x] = [Math.floor(i / nx), i % nx];
    if (label !== 0) view[PAD + row * stride + (x >> 3)] |= 1 << (x & 7);
  });
  return pointer;
}

/** Bit rows as zeros and ones; the zeros around the rows must still be zeros. */
export function unpackBits({ arena, kernels }: Engine, pointer: Pointer, shape: Triple): number[] {
  const [nx, ny, nz] = shape;
  const stride = PAD + 8 * Math.ceil(nx / 64);
  const bytes = [...arena.u8(pointer, kernels.bitsBytes(nx, ny, nz))];
  const out: number[] = [];
  let set = 0;
  for (let row = 0; row < ny * nz; row++)
    for (let x = 0; x < nx; x++) out.push((bytes[PAD + row * stride + (x >> 3)] >> (x & 7)) & 1);
  for (const byte of bytes) for (let bit = 0; bit < 8; bit++) set += (byte >> bit) & 1;
  if (set !== out.reduce((sum, bit) => sum + bit, 0)) throw new Error("A bit is set outside the rows.");
  return out;
}

/** All foreground voxels of a volume as if they were its surface. */
export function asSurface(engine: Engine, volume: PlainVolume): SurfaceBits {
  const { arena, kernels } = engine;
  const [nx, ny, nz] = volume.shape;
  const bits = packBits(engine, volume);
  const blocks = arena.allocateZeroed(kernels.blocksBytes(nx, ny, nz));
  kernels.markBlocks(bits, nx, ny, blocks, 0, nz);
  return { bits, blocks, count: volume.labels.filter((label) => label !== 0).length };
}

/** {@link findSurface} of a mask. */
export function surfaceOf(engine: Engine, volume: PlainVolume, flat: boolean): SurfaceBits {
  return findSurface(engine, packBits(engine, volume), volume.shape, flat ? 2 : 3);
}
