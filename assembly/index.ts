// The module's exports: one line for each kernel file, and nothing else.
export { assignmentScratchBytes, prepareAssignment } from "./assignment-state";
export { findInvalidCost, transposeCosts } from "./check-costs";
export { augmentRows, lowerColumnDuals, raiseRowDuals } from "./solve-assignment";
