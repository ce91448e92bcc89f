import type { DataType } from "../../../base/types.js";

/** A file by its name in messages, and where among its bytes, once they are unpacked, the voxels lie. */
export interface VoxelPlace {
  readonly label: string;
  readonly shape: readonly number[];
  readonly dataType: DataType;
  readonly voxelOffset: number;
  readonly voxelBytes: number;
  /** What bytes behind the voxels mean: an error, padding that a note mentions, or a part of the format that says nothing of labels. */
  readonly behind: "error" | "padding" | "footer";
  /** What is special about NIfTI: extensions may lie before the voxels, and the header says their size twice. */
  readonly nifti: { readonly headerBytes: number; readonly littleEndian: boolean; readonly bitpix: number } | null;
}

/** How the bytes that hold the voxels are stored. */
export interface Packing {
  readonly kind: "none" | "gzip" | "zlib" | "zip" | "stored";
  /** Where among the stored bytes they begin. */
  readonly from: number;
  /** How many there are; null for all to the end of the file. */
  readonly bytes: number | null;
  /** What the directory of a ZIP archive says of the member once it is inflated ("zip"), or as it is ("stored"). */
  readonly promised?: { readonly crc32: number; readonly bytes: number };
}

/** All bytes of a file as they are, or gzipped as a whole. */
export function wholeFile(isGzip: boolean): Packing {
  return { kind: isGzip ? "gzip" : "none", from: 0, bytes: null };
}
