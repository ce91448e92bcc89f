export { findSurface } from "./find-surface";
export { solveAssignment } from "./solve-assignment";
