import { VoxmatchError } from "../../base/errors.js";

/** The refusal of a file whose voxels do not decode. `what` continues "is cut off or damaged: ". */
export function damaged(label: string, what: string, cause?: unknown): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} is cut off or damaged: ${what}. Copy or write the file again.`,
    { source: label },
    { cause },
  );
}
