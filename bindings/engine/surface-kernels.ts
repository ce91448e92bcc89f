import type { Pointer } from "./kernels.js";

/** The exports of the kernels about surfaces and the distances between them; `kernels.ts` has the others. */
export interface SurfaceKernels
  extends FindSurfaceKernels,
    SearchSurfaceKernels,
    SummarizeDistancesKernels,
    PaintBitsKernels,
    DistanceTransformKernels {}

/** `assembly/distances/distance-transform.ts` */
export interface DistanceTransformKernels {
  distanceTransformScratch(n: number): number;
  distanceTransformSlices(
    mask: Pointer,
    heights: Pointer,
    nx: number,
    ny: number,
    z0: number,
    z1: number,
    wx: number,
    wy: number,
    scratch: Pointer,
  ): number;
  distanceTransformColumns(
    heights: Pointer,
    squared: Pointer,
    nx: number,
    ny: number,
    nz: number,
    y0: number,
    y1: number,
    wx: number,
    wy: number,
    scale: number,
    wz: number,
    unit: number,
    scratch: Pointer,
  ): number;
  gatherDistances(squared: Pointer, surface: Pointer, n: number, out: Pointer, capacity: number): number;
}

type PaintBits = (
  runs: Pointer,
  rowOffsets: Pointer,
  ny: number,
  x0: number,
  y0: number,
  z0: number,
  sx: number,
  sy: number,
  sz: number,
  label: number,
  members: Pointer,
  out: Pointer,
) => void;

/** `assembly/distances/paint-bits.ts` */
export interface PaintBitsKernels {
  bitsBytes(nx: number, ny: number, nz: number): number;
  paintBits: PaintBits;
  unpackBits(bits: Pointer, nx: number, ny: number, z0: number, z1: number, mask: Pointer): void;
}

/** `assembly/distances/find-surface.ts` */
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
  blocksBytes(nx: number, ny: number, nz: number): number;
  markBlocks(bits: Pointer, nx: number, ny: number, blocks: Pointer, zStart: number, zEnd: number): void;
}

/** `assembly/distances/nearest-surface/search-surface.ts` */
export interface SearchSurfaceKernels {
  searchStateBytes(): number;
  searchScratchBytes(nx: number, ny: number): number;
  searchSurface(
    from: Pointer,
    to: Pointer,
    blocks: Pointer,
    nx: number,
    ny: number,
    nz: number,
    z0: number,
    z1: number,
    wx: number,
    wy: number,
    wz: number,
    unit: number,
    offsets: Pointer,
    offsetCount: number,
    state: Pointer,
    scratch: Pointer,
    out: Pointer,
    count: number,
    capacity: number,
  ): number;
}

/** `assembly/distances/summarize-distances.ts`, `assembly/distances/select-distances.ts` */
export interface SummarizeDistancesKernels {
  summarizeDistances(values: Pointer, n: number, limit: number, out: Pointer): void;
  selectScratchBytes(): number;
  selectDistances(values: Pointer, n: number, k: number, largest: number, scratch: Pointer, out: Pointer): void;
}
