/**
 * The kernels' exports as TypeScript sees them. Pointers and sizes are numbers; a pointer above 2 GiB comes back
 * negative and is made unsigned by `>>> 0`. Each interface mirrors one file of `assembly/`.
 */

/** A pointer into the engine's linear memory. */
export type Pointer = number;

export interface Kernels extends FindSurfaceKernels, SolveAssignmentKernels {}

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

/** `assembly/solve-assignment.ts` */
export interface SolveAssignmentKernels {
  placeholder?: never;
}
