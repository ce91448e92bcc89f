// The exports of the module of the map kernels, a statement for each kernel file, and nothing else.
export * from "./calibrate";
export * from "./count-keys";
export * from "./gather-keys";
export { listCounted, listLevels16, listLevels64 } from "./list-levels";
export { mapReadingBytes } from "./map-reading";
export * from "./measure-segments";
export { prepareKeys } from "./order-key";
export { beginPeaks, peaksBytes } from "./peak-state";
export * from "./peaks";
export * from "./point-at";
export * from "./prepare-map";
export { rankLevels, rankStateBytes } from "./rank-levels";
export { beginSegments, endSegments, listSegments, segmentWriterBytes } from "./segments";
export * from "./sort-peaks";
export * from "./threshold-runs";
