import type { NiftiHeader } from "./header.js";

/** A file by its name in messages, and where in it the voxels lie. */
export type VoxelPlace = { readonly label: string } & Pick<
  NiftiHeader,
  "shape" | "dataType" | "headerBytes" | "littleEndian" | "bitpix" | "voxelOffset" | "voxelBytes"
>;
