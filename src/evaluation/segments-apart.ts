import { isVoxmatchError, type VoxmatchError } from "../../base/errors.js";

/** Whether a file was refused because its segments overlap, or may, and can be read one by one. */
export function areSegmentsApart(error: unknown): error is VoxmatchError {
  return isVoxmatchError(error, "INVALID_VOLUME") && "segments" in error.details;
}
