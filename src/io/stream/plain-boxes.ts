import { VoxmatchError } from "../../../base/errors.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { tripleOf } from "../../../bindings/volumes/run-volume.js";
import type { ByteSource } from "../source/source.js";
import type { BoxReader } from "../voxel-source.js";
import { TrailingBytes } from "./trailing-bytes.js";
import type { VoxelPlace } from "./voxel-place.js";

/** Bytes behind the voxels that are read at once. */
const TAIL_BYTES = 2 ** 16;

/** Boxes of voxels that are stored as they are: a read for each layer, from the first row of the box to its last. */
export function plainBoxes(
  readAt: NonNullable<ByteSource["readAt"]>,
  fileBytes: number | null,
  voxelPlace: VoxelPlace,
  from: number,
): BoxReader {
  const { label, shape, dataType, voxelOffset, voxelBytes } = voxelPlace;
  const [nx, ny] = tripleOf(shape);
  const size = bytesPerVoxel(dataType);
  return {
    chunk: [nx, 1, 1],
    read: async ({ origin: [x, y, z], shape: [bx, by, bz] }) => {
      const box = new Uint8Array(bx * by * bz * size);
      for (let k = 0; k < bz; k++) {
        const first = x + nx * (y + ny * (z + k));
        const wanted = (nx * (by - 1) + bx) * size;
        const rows = await readAt(from + voxelOffset + first * size, wanted);
        if (rows.length < wanted) throw cutOff(label);
        for (let j = 0; j < by; j++) {
          box.set(rows.subarray(j * nx * size, (j * nx + bx) * size), bx * (j + by * k) * size);
        }
      }
      return box;
    },
    countTrailing: async () => {
      const trailing = new TrailingBytes(voxelPlace);
      const end = fileBytes ?? 0;
      for (let at = from + voxelOffset + voxelBytes; at < end; at += TAIL_BYTES) {
        trailing.take(await readAt(at, Math.min(TAIL_BYTES, end - at)));
      }
      trailing.check();
      return trailing.count;
    },
  };
}

function cutOff(label: string): VoxmatchError {
  return new VoxmatchError(
    "INVALID_FILE",
    `${label} is cut off: voxels of it are missing. Copy or write the file again.`,
    {
      source: label,
    },
  );
}
