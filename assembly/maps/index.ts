// The exports of the module of the map kernels, a statement for each kernel file, and nothing else.
export * from "./calibrate";
export * from "./count-keys";
export * from "./gather-keys";
export { growTree } from "./grow-tree";
export { listCounted, listDense, listLevels16, listLevels64, listParted } from "./list-levels";
export { listTreeLevels, listTreePlaces, listTreeVoxels } from "./list-tree";
export { mapReadingBytes } from "./map-reading";
export * from "./measure-segments";
export { prepareKeys, valueOfKey } from "./order-key";
export * from "./point-at";
export * from "./prepare-map";
export { rankLevels, rankStateBytes } from "./rank-levels";
export { beginSegments, endSegments, listSegments, segmentWriterBytes } from "./segments";
export { shareSegments } from "./share-segments";
export * from "./sort-tree";
export * from "./threshold-runs";
export { labelTreeCandidates, listTreeCandidates } from "./tree-candidates";
export { beginTree, setTreePool, treeArray, treeBytes, treeRecords, treeStateBytes } from "./tree-state";
