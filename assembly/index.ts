// The module's exports, a statement for each kernel file, and nothing else.
export { assignmentScratchBytes, prepareAssignment } from "./assignment-state";
export * from "./check-costs";
export * from "./combine-runs";
export * from "./count-overlap";
export * from "./count-shared";
export * from "./decode-labels";
export * from "./dilate-runs";
export * from "./distance-transform";
export * from "./find-surface";
export {
  blocksBytes,
  findSurfaceBits,
  markBlocks,
} from "./find-surface-bits";
export * from "./index-labels";
export * from "./label-components";
export * from "./measure-labels";
export * from "./nearest-label";
export * from "./paint-bits";
export * from "./paint-labels";
export * from "./scan-runs";
export * from "./search-surface";
export { clearSkeletonVolume, packSkeletonVolume, skeletonScratchBytes, unpackSkeletonVolume } from "./skeleton-volume";
export * from "./skeletonize-2d";
export * from "./skeletonize-3d";
export * from "./solve-assignment";
