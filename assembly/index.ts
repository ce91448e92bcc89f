// The module's exports: one line for each kernel file, and nothing else.
export { solveAssignment } from "./solve-assignment";
