import type { Pointer } from "./kernels.js";

/** A box of bits, and where in it a part begins. */
type Place = [boxNx: number, boxNy: number, x0: number, y0: number, z0: number];

/** `assembly/skeletons/skeleton-volume.ts`, `assembly/skeletons/skeletonize-3d.ts`, `assembly/skeletons/skeletonize-2d.ts`; `kernels.ts` has the others. */
export interface SkeletonizeKernels {
  skeletonScratchBytes(nx: number, ny: number, nz: number, flat: boolean): number;
  clearSkeletonVolume(scratch: Pointer, nx: number, ny: number, nz: number, flat: boolean): void;
  packSkeletonVolume(
    mask: Pointer,
    ...rest: [...Place, nx: number, ny: number, nz: number, flat: boolean, scratch: Pointer]
  ): void;
  thinRound(
    scratch: Pointer,
    ...rest: [nx: number, ny: number, nz: number, flat: boolean, borders: number, round: number]
  ): number;
  unpackSkeletonVolume(
    scratch: Pointer,
    ...rest: [nx: number, ny: number, nz: number, flat: boolean, out: Pointer, ...Place]
  ): number;
  thinSliceScratchBytes(nx: number, ny: number): number;
  loadSlice(mask: Pointer, boxNx: number, x0: number, y0: number, nx: number, ny: number, scratch: Pointer): void;
  thinSlice(scratch: Pointer, nx: number, ny: number, pass: number): number;
  storeSlice(scratch: Pointer, nx: number, ny: number, out: Pointer, boxNx: number, x0: number, y0: number): number;
}
