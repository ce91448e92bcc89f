// The module's exports, a statement for each kernel file, and nothing else.
export * from "./count-overlap";
export * from "./decode-labels";
export * from "./distance-transform";
export * from "./index-labels";
export * from "./label-components";
export * from "./measure-labels";
export * from "./nearest-label";
export * from "./paint-labels";
export * from "./scan-runs";
export * from "./solve-assignment";
