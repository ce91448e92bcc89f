import { VoxmatchError } from "../../../base/errors.js";
import { MAXIMUM_INFLATION } from "../gzip/gunzip.js";
import type { Packing, VoxelPlace } from "./voxel-place.js";

/**
 * Compares what a header claims with what the file can hold, before anything is reserved for it.
 * @param size of the file; null where that is not known
 * @throws VoxmatchError `INVALID_FILE`
 */
export function checkHeld(
  { label, shape, dataType, voxelOffset, voxelBytes }: Omit<VoxelPlace, "nifti" | "behind">,
  { kind, from, bytes }: Pick<Packing, "kind" | "from" | "bytes">,
  size: number | null,
): void {
  if (size === null) return;
  const held = Math.max(0, Math.min(size - from, bytes ?? size));
  const isPacked = kind !== "none" && kind !== "stored";
  const possible = isPacked ? held * MAXIMUM_INFLATION : held;
  const claimed = voxelOffset + voxelBytes;
  if (claimed <= possible) return;
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label} is cut off: its header promises ${claimed} bytes (${voxelBytes} of them voxels, ${shape.join(" × ")} ${dataType}), ` +
      `and it holds ${isPacked ? `at most ${possible} once inflated` : possible}. Copy or write the file again.`,
    { source: label, claimedBytes: claimed, heldBytes: possible, shape },
  );
}
