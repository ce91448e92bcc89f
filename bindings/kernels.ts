/**
 * The kernels' exports as TypeScript sees them. Pointers and sizes are numbers; a pointer above 2 GiB comes back
 * negative and is made unsigned by `>>> 0`. Each interface mirrors one file of `assembly/`.
 */

/** A pointer into the engine's linear memory. */
export type Pointer = number;

export interface Kernels extends FindSurfaceKernels, SkeletonizeKernels, SolveAssignmentKernels {}

/** `assembly/find-surface.ts` */
export interface FindSurfaceKernels {
  findSurface(
    mask: Pointer,
    nx: number,
    ny: number,
    nz: number,
    flat: boolean,
    surface: Pointer,
    zStart: number,
    zEnd: number,
  ): number;
}

/** `assembly/skeleton-volume.ts`, `assembly/skeletonize-3d.ts`, `assembly/skeletonize-2d.ts` */
export interface SkeletonizeKernels {
  skeletonScratchBytes(nx: number, ny: number, nz: number, flat: boolean): number;
  clearSkeletonVolume(scratch: Pointer, nx: number, ny: number, nz: number, flat: boolean): void;
  packSkeletonVolume(
    mask: Pointer,
    nx: number,
    ny: number,
    nz: number,
    flat: boolean,
    scratch: Pointer,
    yStart: number,
    yEnd: number,
  ): void;
  thinBorder(scratch: Pointer, nx: number, ny: number, nz: number, flat: boolean, border: number): number;
  unpackSkeletonVolume(scratch: Pointer, nx: number, ny: number, nz: number, flat: boolean, mask: Pointer): number;
  thinSliceScratchBytes(nx: number, ny: number): number;
  loadSlice(mask: Pointer, nx: number, ny: number, scratch: Pointer): void;
  thinSlice(scratch: Pointer, nx: number, ny: number, pass: number): number;
  storeSlice(scratch: Pointer, nx: number, ny: number, mask: Pointer): number;
}

/** `assembly/solve-assignment.ts` */
export interface SolveAssignmentKernels {
  placeholder?: never;
}
