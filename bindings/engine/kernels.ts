import type { SkeletonizeKernels } from "./skeletonize-kernels.js";
import type { SurfaceKernels } from "./surface-kernels.js";
import type { VoxelKernels } from "./voxel-kernels.js";

/**
 * The kernels' exports as TypeScript sees them. Pointers and sizes are numbers; a pointer above 2 GiB comes back
 * negative and is made unsigned by `>>> 0`. Each interface mirrors one file of `assembly/`.
 */

/** An address in the engine's linear memory. */
export type Pointer = number;

export interface Kernels
  extends VoxelKernels,
    DilateRunsKernels,
    LabelComponentsKernels,
    JoinSlabsKernels,
    QuadKernels,
    IndexLabelsKernels,
    MeasureLabelsKernels,
    CombineRunsKernels,
    CountOverlapKernels,
    CountSharedKernels,
    FillZerosKernels,
    PaintLabelsKernels,
    CheckCostsKernels,
    SurfaceKernels,
    NearestLabelKernels,
    SkeletonizeKernels,
    SolveAssignmentKernels {}

/** `assembly/components/dilate-runs.ts` */
export interface DilateRunsKernels {
  dilateRuns(
    runs: Pointer,
    rowOffsets: Pointer,
    nx: number,
    ny: number,
    nz: number,
    firstRow: number,
    lastRow: number,
    cursors: Pointer,
    out: Pointer,
    outOffsets: Pointer,
    capacity: number,
  ): number;
}

/** `assembly/components/label-components.ts` */
export interface LabelComponentsKernels {
  joinRows(
    runs: Pointer,
    rowOffsets: Pointer,
    parents: Pointer,
    ny: number,
    firstRow: number,
    lastRow: number,
    floor: number,
    connectivity: number,
  ): void;
  numberComponents(runs: Pointer, runCount: number, parents: Pointer, classes: Pointer, capacity: number): number;
}

/** `assembly/components/join-slabs.ts` */
export interface JoinSlabsKernels {
  joinSlabs(
    runs: Pointer,
    rowOffsets: Pointer,
    parents: Pointer,
    ny: number,
    firstRow: number,
    lastRow: number,
    flat: boolean,
    connectivity: number,
  ): void;
}

/** `assembly/components/scan-blocks.ts`, `join-blocks.ts`, `measure-blocks.ts`, `count-block-overlap.ts` and `label-runs.ts` */
export interface QuadKernels {
  countQuads(bits: Pointer, rowWords: number, ny: number, nz: number, ...rows: [...Range, rowOffsets: Pointer]): void;
  sumOffsets(rowOffsets: Pointer, rows: number): number;
  scanQuads(
    bits: Pointer,
    rowWords: number,
    ny: number,
    nz: number,
    ...rest: [...Range, label: number, runs: Pointer, rowOffsets: Pointer, parents: Pointer]
  ): void;
  joinQuads(
    bits: Pointer,
    rowWords: number,
    ny: number,
    nz: number,
    ...rest: [runs: Pointer, rowOffsets: Pointer, parents: Pointer, ...Range, floor: number]
  ): void;
  measureQuads(
    bits: Pointer,
    rowWords: number,
    ny: number,
    nz: number,
    ...rest: [runs: Pointer, rowOffsets: Pointer, ...Range, records: Pointer]
  ): number;
  countQuadOverlap(
    ...rest: [
      ...[referenceBits: Pointer, referenceRuns: Pointer, referenceOffsets: Pointer],
      ...[predictionBits: Pointer, predictionRuns: Pointer, predictionOffsets: Pointer],
      ...[rowWords: number, ny: number, nz: number, ...Range, table: Pointer],
    ]
  ): number;
  labelRuns(
    runs: Pointer,
    rowOffsets: Pointer,
    ny: number,
    ...rest: [...Range, quadRuns: Pointer, quadOffsets: Pointer]
  ): void;
  renumberRuns(runs: Pointer, count: number, numbers: Pointer): void;
}

type Range = [firstRow: number, lastRow: number];

/** `assembly/components/index-labels.ts` */
export interface IndexLabelsKernels {
  clearLabelIndex(table: Pointer, slots: number): void;
  indexLabels(runs: Pointer, first: number, last: number, table: Pointer): number;
  moveLabelIndex(from: Pointer, into: Pointer): void;
  relabelRuns(
    runs: Pointer,
    rowOffsets: Pointer,
    firstRow: number,
    lastRow: number,
    next: number,
    written: number,
    table: Pointer,
    out: Pointer,
    outOffsets: Pointer,
  ): number;
}

/** `assembly/components/measure-labels.ts` and `add-measures.ts` */
export interface MeasureLabelsKernels {
  addMeasures(from: Pointer, to: Pointer, count: number): void;
  measureLabels(
    runs: Pointer,
    rowOffsets: Pointer,
    ny: number,
    firstRow: number,
    lastRow: number,
    records: Pointer,
  ): void;
}

type CombineRuns = (
  runs: Pointer,
  rowOffsets: Pointer,
  others: Pointer,
  otherOffsets: Pointer,
  firstRow: number,
  lastRow: number,
  parameter: number,
  out: Pointer,
  outOffsets: Pointer,
  capacity: number,
) => number;

/** `assembly/components/combine-runs.ts` */
export interface CombineRunsKernels {
  intersectRuns: CombineRuns;
  subtractRuns: CombineRuns;
}

/** `assembly/components/count-overlap.ts` */
export interface CountOverlapKernels {
  clearOverlap(table: Pointer, slots: number): void;
  countOverlap(
    referenceRuns: Pointer,
    referenceOffsets: Pointer,
    predictionRuns: Pointer,
    predictionOffsets: Pointer,
    firstRow: number,
    lastRow: number,
    table: Pointer,
  ): number;
  addOverlap(from: Pointer, into: Pointer): void;
  listOverlap(table: Pointer, out: Pointer): number;
}

/** `assembly/components/count-shared.ts` */
export interface CountSharedKernels {
  countShared(a: Pointer, b: Pointer, bytes: number): number;
}

/** `assembly/volumes/fill-zeros.ts` */
export interface FillZerosKernels {
  fillZeros(at: Pointer, bytes: number): void;
}

type Box = [x0: number, y0: number, z0: number, sx: number, sy: number, sz: number];
type Paint = (runs: Pointer, rowOffsets: Pointer, ny: number, ...rest: [...Box, out: Pointer]) => void;

/** `assembly/distances/paint-labels.ts` */
export interface PaintLabelsKernels {
  paintLabelsU8: Paint;
  paintLabelsU16: Paint;
  paintLabelsU32: Paint;
}

/** `assembly/assignment/check-costs.ts` */
export interface CheckCostsKernels {
  /** The first cost that is NaN, −Infinity or beyond ±1e300; `count` if all are usable. */
  findInvalidCost(costs: Pointer, count: number): number;
  /** Writes a slab of rows as columns `first …` of a matrix of `columns` rows of `rows` cells. */
  transposeCosts(
    slab: Pointer,
    slabRows: number,
    columns: number,
    transposed: Pointer,
    rows: number,
    first: number,
  ): void;
}

/**
 * `assembly/assignment/solve-assignment.ts` and `assembly/assignment/assignment-state.ts`, for rows ≤ columns.
 *
 * The scratch begins with three pointers (u32): row duals (f64), column duals (f64), column of each row (i32). The functions over
 * ranges return the row they came to: less than `to` if there is no assignment without a forbidden cell.
 */
export interface SolveAssignmentKernels {
  /** `listLength`: the most columns in a row's list, 0 for none. */
  assignmentScratchBytes(rows: number, columns: number, listLength: number): number;
  prepareAssignment(costs: Pointer, rows: number, columns: number, listLength: number, scratch: Pointer): void;
  /** Only if rows = columns. */
  lowerColumnDuals(scratch: Pointer, from: number, to: number): number;
  raiseRowDuals(scratch: Pointer, from: number, to: number): number;
  augmentRows(scratch: Pointer, from: number, to: number): number;
}

/** `assembly/distances/nearest-label.ts` */
export interface NearestLabelKernels {
  nearestLabelScratch(n: number): number;
  nearestHeightBytes(nx: number, ny: number, wx: number, wy: number): number;
  nearestLabelSlices(
    runs: Pointer,
    rowOffsets: Pointer,
    heights: Pointer,
    labels: Pointer,
    nx: number,
    ny: number,
    z0: number,
    z1: number,
    wx: number,
    wy: number,
    scratch: Pointer,
  ): number;
  nearestLabelColumns(
    heights: Pointer,
    labels: Pointer,
    nx: number,
    ny: number,
    nz: number,
    y0: number,
    y1: number,
    wx: number,
    wy: number,
    scale: number,
    wz: number,
    scratch: Pointer,
  ): number;
}
