import type { Pointer } from "./kernels.js";

/** The kernels that inflate and read stored voxels, sum them, and turn bits into runs, as TypeScript sees them. */
export interface VoxelKernels
  extends ScanRunsKernels,
    PackBitsKernels,
    UnpackRunsKernels,
    DecodeLabelsKernels,
    ChecksumKernels,
    InflateKernels {}

type ScanRuns = (
  source: Pointer,
  nx: number,
  rows: number,
  runs: Pointer,
  rowOffsets: Pointer,
  capacity: number,
) => number;

/** `assembly/read/scan-runs.ts` */
export interface ScanRunsKernels {
  scanRunsU8: ScanRuns;
  scanRunsI8: ScanRuns;
  scanRunsU16: ScanRuns;
  scanRunsI16: ScanRuns;
  scanRunsU32: ScanRuns;
  scanRunsI32: ScanRuns;
}

type PackBits = (source: Pointer, nx: number, rows: number, bits: Pointer, state: Pointer) => number;

/** `assembly/read/pack-bits.ts` */
export interface PackBitsKernels {
  packBitsU8: PackBits;
  packBitsI8: PackBits;
  packBitsU16: PackBits;
  packBitsI16: PackBits;
  packBitsU32: PackBits;
  packBitsI32: PackBits;
}

/** `assembly/read/unpack-runs.ts` */
export interface UnpackRunsKernels {
  unpackRuns(
    bits: Pointer,
    nx: number,
    label: number,
    firstRow: number,
    lastRow: number,
    runs: Pointer,
    rowOffsets: Pointer,
    capacity: number,
  ): number;
}

type Decode = (source: Pointer, count: number, swap: boolean, slope: number, intercept: number, out: Pointer) => number;

/** `assembly/read/decode-labels.ts` */
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

/** `assembly/read/crc-tables.ts`, `assembly/read/checksum-bytes.ts`, `assembly/read/checksum-bits.ts` */
export interface ChecksumKernels {
  crcTablesBytes(): number;
  prepareCrc(tables: Pointer): void;
  checksumBytes(sum: number, at: Pointer, bytes: number, tables: Pointer): number;
  prepareEnds(label: number, voxelBytes: number, nx: number, tables: Pointer, ends: Pointer): void;
  checksumBits(
    sum: number,
    bits: Pointer,
    nx: number,
    rows: number,
    voxelBytes: number,
    tables: Pointer,
    ends: Pointer,
  ): number;
}

/** `assembly/read/inflate.ts` */
export interface InflateKernels {
  inflateBytes(): number;
  startInflate(state: Pointer): void;
  inflate(
    state: Pointer,
    input: Pointer,
    inputEnd: Pointer,
    isLastInput: boolean,
    output: Pointer,
    outputEnd: Pointer,
    window: Pointer,
  ): number;
}
