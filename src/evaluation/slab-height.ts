import { VoxmatchError } from "../../base/errors.js";
import type { Triple } from "../../bindings/volumes/run-volume.js";

/** What the program itself takes, with the buffers that files pass through. */
const FIXED_BYTES = 128 * 2 ** 20;

/** For each voxel of a slab, both sides together, where a run has about four voxels; noise takes more, usual volumes much less. */
const BYTES_PER_VOXEL = 24;

/** More gains nothing, and one piece of memory has to hold the runs of a slab. */
const MAXIMUM_SLAB_VOXELS = 2 ** 28;

/**
 * The z-layers of a slab with which an evaluation stays within a limit of memory.
 * @throws VoxmatchError `INVALID_OPTION`, `OUT_OF_MEMORY` if not even one layer fits
 */
export function slabHeight([nx, ny, nz]: Triple, memory: number): number {
  if (!(Number.isSafeInteger(memory) && memory > 0)) {
    throw new VoxmatchError("INVALID_OPTION", `Option memory is ${memory}, but must be a whole number of bytes.`, {
      option: "memory",
      value: memory,
    });
  }
  const room = Math.min(MAXIMUM_SLAB_VOXELS, Math.floor((memory - FIXED_BYTES) / BYTES_PER_VOXEL));
  const layers = Math.floor(room / (nx * ny));
  if (layers >= 1) return Math.min(nz, layers);
  const requiredBytes = FIXED_BYTES + BYTES_PER_VOXEL * nx * ny;
  throw new VoxmatchError(
    "OUT_OF_MEMORY",
    `One layer of ${nx} × ${ny} voxels of both volumes needs ${requiredBytes} bytes, of which the program itself takes ` +
      `${FIXED_BYTES}, and the limit is ${memory}. Raise it ` +
      `(--memory ${Math.ceil(requiredBytes / 2 ** 20)}MiB), or cut the volumes into blocks (voxmatch blocks).`,
    { requiredBytes, availableBytes: memory, maximumBytes: memory },
  );
}

/** What a limit of memory leaves for boxes of pairs. */
export function roomWithin(memory: number): number {
  return Math.max(0, memory - FIXED_BYTES);
}
