/**
 * The kernels' exports as TypeScript sees them. Pointers and sizes are numbers; a pointer above 2 GiB comes back
 * negative and is made unsigned by `>>> 0`. Each interface mirrors one file of `assembly/`.
 */

/** An address in the engine's linear memory. */
export type Pointer = number;

export interface Kernels
  extends ScanRunsKernels,
    DecodeLabelsKernels,
    LabelComponentsKernels,
    IndexLabelsKernels,
    MeasureLabelsKernels,
    CountOverlapKernels,
    PaintLabelsKernels,
    NearestLabelKernels,
    DistanceTransformKernels {}

type ScanRuns = (
  source: Pointer,
  nx: number,
  rows: number,
  runs: Pointer,
  rowOffsets: Pointer,
  capacity: number,
) => number;

/** `assembly/scan-runs.ts` */
export interface ScanRunsKernels {
  scanRunsU8: ScanRuns;
  scanRunsI8: ScanRuns;
  scanRunsU16: ScanRuns;
  scanRunsI16: ScanRuns;
  scanRunsU32: ScanRuns;
  scanRunsI32: ScanRuns;
}

type Decode = (source: Pointer, count: number, swap: boolean, slope: number, intercept: number, out: Pointer) => number;

/** `assembly/decode-labels.ts` */
export interface DecodeLabelsKernels {
  decodeU8: Decode;
  decodeI8: Decode;
  decodeU16: Decode;
  decodeI16: Decode;
  decodeU32: Decode;
  decodeI32: Decode;
  decodeU64: Decode;
  decodeI64: Decode;
  decodeF32: Decode;
  decodeF64: Decode;
}

/** `assembly/label-components.ts` */
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

/** `assembly/index-labels.ts` */
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

/** `assembly/measure-labels.ts` */
export interface MeasureLabelsKernels {
  measureLabels(
    runs: Pointer,
    rowOffsets: Pointer,
    ny: number,
    firstRow: number,
    lastRow: number,
    records: Pointer,
  ): void;
}

/** `assembly/count-overlap.ts` */
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
  moveOverlap(from: Pointer, into: Pointer): void;
  listOverlap(table: Pointer, out: Pointer): number;
}

type Box = [x0: number, y0: number, z0: number, sx: number, sy: number, sz: number];
type Paint = (runs: Pointer, rowOffsets: Pointer, ny: number, ...rest: [...Box, out: Pointer]) => void;

/** `assembly/paint-labels.ts` */
export interface PaintLabelsKernels {
  paintLabelsU8: Paint;
  paintLabelsU16: Paint;
  paintLabelsU32: Paint;
  paintMask(runs: Pointer, rowOffsets: Pointer, ny: number, ...rest: [...Box, label: number, out: Pointer]): void;
}

/** `assembly/nearest-label.ts` */
export interface NearestLabelKernels {
  nearestLabelScratch(n: number): number;
  nearestLabelSlices(
    runs: Pointer,
    rowOffsets: Pointer,
    sites: Pointer,
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
    sites: Pointer,
    labels: Pointer,
    nx: number,
    ny: number,
    nz: number,
    y0: number,
    y1: number,
    wx: number,
    wy: number,
    wz: number,
    scratch: Pointer,
  ): number;
}

/** `assembly/distance-transform.ts` */
export interface DistanceTransformKernels {
  distanceTransformScratch(n: number): number;
  distanceTransformSlices(
    mask: Pointer,
    sites: Pointer,
    nx: number,
    ny: number,
    z0: number,
    z1: number,
    wx: number,
    wy: number,
    scratch: Pointer,
  ): number;
  distanceTransformColumns(
    sites: Pointer,
    squared: Pointer,
    nx: number,
    ny: number,
    nz: number,
    y0: number,
    y1: number,
    wx: number,
    wy: number,
    wz: number,
    unit: number,
    scratch: Pointer,
  ): number;
  gatherDistances(squared: Pointer, surface: Pointer, n: number, out: Pointer, capacity: number): number;
}
