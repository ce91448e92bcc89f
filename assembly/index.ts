// The module's exports, a statement for each kernel file, and nothing else.

export { assignmentScratchBytes, prepareAssignment } from "./assignment/assignment-state";
export * from "./assignment/check-costs";
export * from "./assignment/solve-assignment";
export * from "./components/add-measures";
export * from "./components/combine-runs";
export * from "./components/count-block-overlap";
export { addOverlap, clearOverlap, countOverlap, listOverlap } from "./components/count-overlap";
export * from "./components/count-shared";
export * from "./components/dilate-runs";
export * from "./components/index-labels";
export * from "./components/join-blocks";
export * from "./components/join-slabs";
export { joinRows, numberComponents } from "./components/label-components";
export * from "./components/label-runs";
export * from "./components/measure-blocks";
export * from "./components/measure-labels";
export * from "./components/scan-blocks";
export * from "./distances/distance-transform";
export { blocksBytes, findSurface, markBlocks } from "./distances/find-surface";
export * from "./distances/nearest-label";
export * from "./distances/nearest-surface/search-surface";
export * from "./distances/paint-bits";
export * from "./distances/paint-labels";
export * from "./distances/select-distances";
export * from "./distances/summarize-distances";
export * from "./read/checksum-adler";
export * from "./read/checksum-bits";
export * from "./read/checksum-bytes";
export { crcTablesBytes, prepareCrc } from "./read/crc-tables";
export * from "./read/decode-labels";
export * from "./read/inflate";
export * from "./read/pack-bits";
export * from "./read/scan-runs";
export * from "./read/unpack-runs";
export {
  clearSkeletonVolume,
  packSkeletonVolume,
  skeletonScratchBytes,
  unpackSkeletonVolume,
} from "./skeletons/skeleton-volume";
export * from "./skeletons/skeletonize-2d";
export * from "./skeletons/skeletonize-3d";
export * from "./volumes/fill-zeros";
