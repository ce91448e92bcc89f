import { VoxmatchError } from "../../../base/errors.js";
import type { Engine } from "../../../bindings/engine/engine.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import type { StoredVolume, VoxelSink } from "../voxel-source.js";
import { PiecewiseVolume } from "./piecewise-volume.js";

/** More bytes are not gathered, as one piece of memory has to hold them. */
const MAXIMUM_BYTES = 2 ** 32;

/** A volume whose voxels are stored with z fastest and x slowest: all are gathered, and passed on layer by layer. */
export function transposedVolume(stored: StoredVolume, label: string): StoredVolume {
  const { shape, dataType } = stored.header;
  const [nx, ny, nz = 1] = shape;
  const size = bytesPerVoxel(dataType);
  if (nx * ny * nz * size > MAXIMUM_BYTES) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} has its first axis fastest (Fortran order), so that all of its ${nx * ny * nz * size} bytes are needed at once, and at ` +
        `most ${MAXIMUM_BYTES} are. Save it in C order (numpy.ascontiguousarray).`,
      { source: label, bytes: nx * ny * nz * size, maximum: MAXIMUM_BYTES },
    );
  }
  return new PiecewiseVolume(label, stored.header, stored.encoding, async function* (engine) {
    const { found: all } = await stored.stream(engine, () => gathering(engine, nx * ny * nz * size), false);
    const layer = new Uint8Array(nx * ny * size);
    for (let z = 0; z < nz; z++) {
      for (let y = 0, to = 0; y < ny; y++) {
        for (let x = 0; x < nx; x++) {
          const from = (z + nz * (y + ny * x)) * size;
          for (let i = 0; i < size; i++) layer[to++] = all[from + i];
        }
      }
      yield layer;
    }
  });
}

function gathering({ arena }: Engine, bytes: number): VoxelSink<Uint8Array> {
  const all = new Uint8Array(bytes);
  let filled = 0;
  const push = (piece: Uint8Array) => {
    all.set(piece, filled);
    filled += piece.length;
  };
  return { push, pushAt: (at, count) => push(arena.u8(at, count)), finish: () => all, abandon: () => {} };
}
