import type { DataType } from "../../../base/types.js";

/** A file by its name in messages, and where among its bytes, once they are unpacked, the voxels lie. */
export interface VoxelPlace {
  readonly label: string;
  readonly shape: readonly number[];
  readonly dataType: DataType;
  readonly voxelOffset: number;
  readonly voxelBytes: number;
  /** Meaning of bytes after the voxels: an error, padding that a note mentions, or a part of the format without labels. */
  readonly behind: "error" | "padding" | "footer";
  /** Only for NIfTI: extensions may lie before the voxels, and the header states the voxel size twice. */
  readonly nifti: { readonly headerBytes: number; readonly littleEndian: boolean; readonly bitpix: number } | null;
}

/** How the bytes that hold the voxels are stored. */
export interface Packing {
  readonly kind: "none" | "gzip" | "zlib" | "zip" | "stored";
  /** Where among the stored bytes they begin. */
  readonly from: number;
  /** How many there are; null for all to the end of the file. */
  readonly bytes: number | null;
  /** Sum and length by the directory of a ZIP archive, of the member once inflated ("zip") or as it is ("stored"). */
  readonly promised?: { readonly crc32: number; readonly bytes: number };
}

/** All bytes of a file as they are, or gzipped as a whole. */
export function wholeFile(isGzip: boolean): Packing {
  return { kind: isGzip ? "gzip" : "none", from: 0, bytes: null };
}
