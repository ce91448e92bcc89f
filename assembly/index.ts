// The module's exports: one line for each kernel file, and nothing else.
export { findSurface } from "./find-surface";
export { clearSkeletonVolume, packSkeletonVolume, skeletonScratchBytes, unpackSkeletonVolume } from "./skeleton-volume";
export { loadSlice, storeSlice, thinSlice, thinSliceScratchBytes } from "./skeletonize-2d";
export { thinBorder } from "./skeletonize-3d";
export { solveAssignment } from "./solve-assignment";
