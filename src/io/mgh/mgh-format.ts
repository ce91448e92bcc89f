import { VoxmatchError } from "../../../base/errors.js";
import type { DataType } from "../../../base/types.js";
import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { isGzip } from "../gzip/gzip-member.js";
import { type Grid, gridOf } from "../header/axes.js";
import { inflatedFront } from "../header/inflated-front.js";
import { labelShape } from "../header/label-shape.js";
import { checkHeld } from "../stream/check-held.js";
import { StreamedVolume } from "../stream/streamed-volume.js";
import { wholeFile } from "../stream/voxel-place.js";
import type { FormatInput, StoredVolume } from "../voxel-source.js";

const HEADER_BYTES = 284;

const TYPES: ReadonlyMap<number, DataType> = new Map([
  [0, "uint8"],
  [1, "int32"],
  [3, "float32"],
  [4, "int16"],
  [10, "uint16"],
]);

/** Volumes of FreeSurfer (.mgh, gzipped .mgz): big endian, with tags behind the voxels (surfer.nmr.mgh.harvard.edu/fswiki/FsTutorial/MghFormat). */
export async function openMgh(input: FormatInput): Promise<StoredVolume> {
  const { source, maximumVoxels, reading } = input;
  const { label } = source;
  const bytes = await inflatedFront(input, HEADER_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const [version, ...sizes] = [0, 4, 8, 12, 16].map((at) => view.getInt32(at));
  if (version !== 1) throw refused(label, `is of version ${version} of MGH, expected 1. The file is damaged`);
  const code = view.getInt32(20);
  const dataType = TYPES.get(code);
  if (dataType === undefined)
    throw refused(label, `stores its voxels as type ${code}, which MGH does not define. The file is damaged`);
  checkSurface(sizes, label);
  const shape = labelShape(sizes, { label, field: "width, height, depth, frames", maximumVoxels }).slice(0, 3);
  const voxelBytes = shape.reduce((product, length) => product * length, bytesPerVoxel(dataType));
  const place = {
    label,
    shape,
    dataType,
    voxelOffset: HEADER_BYTES,
    voxelBytes,
    behind: "footer",
    nifti: null,
  } as const;
  const packing = wholeFile(isGzip((await input.bytes.front(2)).bytes));
  checkHeld(place, packing, source.size);
  const encoding = { dataType, littleEndian: false, slope: 1, intercept: 0, ...reading };
  return new StreamedVolume(input, { shape, dataType, ...mghGrid(view, shape, label) }, encoding, place, packing);
}

/** A row of numbers, one for each vertex of a surface, is no volume. */
function checkSurface([nx, ny, nz]: readonly number[], label: string): void {
  if (ny !== 1 || nz !== 1 || nx < 1000) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label} holds ${nx} × 1 × 1 numbers, one for each vertex of a surface, and no volume. Project them into the volume first ` +
      "(mri_surf2vol), or name a volume such as aseg.mgz.",
    { source: label, shape: [nx, ny, nz] },
  );
}

/** Directions and sizes of the axes, and the centre of the volume, in the world of NIfTI. */
function mghGrid(view: DataView, shape: readonly number[], label: string): Grid {
  const isPlaced = view.getInt16(28) === 1;
  const numbers = Array.from({ length: 15 }, (_, i) => view.getFloat32(30 + 4 * i));
  // FreeSurfer's default without orientation: coronal slices of 1 mm.
  const [dx, dy, dz, ...rest] = isPlaced ? numbers : [1, 1, 1, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0];
  const centre = rest.slice(9);
  const lengths = [dx, dy, dz];
  const steps = lengths.map((size, axis) => rest.slice(3 * axis, 3 * axis + 3).map((part) => part * size));
  const origin = [0, 1, 2].map((row) =>
    steps.reduce((sum, step, axis) => sum - (step[row] * (shape[axis] ?? 1)) / 2, centre[row]),
  );
  const found = gridOf(steps, origin, "RAS", { label, shape });
  if (isPlaced) return { ...found, spacing: shape.map((_, axis) => lengths[axis]) };
  const note = `${label}: the header says nothing of orientation or place (goodRASFlag 0), so FreeSurfer's own default is taken: coronal slices of 1 mm.`;
  return { ...found, notes: [note] };
}

function refused(label: string, what: string): VoxmatchError {
  return new VoxmatchError("INVALID_FILE", `${label} ${what}: copy or write it again.`, { source: label });
}
