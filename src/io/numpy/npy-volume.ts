import { bytesPerVoxel } from "../../../bindings/read/voxel-encoding.js";
import { unplaced } from "../header/axes.js";
import { labelShape } from "../header/label-shape.js";
import { checkHeld } from "../stream/check-held.js";
import { StreamedVolume } from "../stream/streamed-volume.js";
import { transposedVolume } from "../stream/transposed-volume.js";
import type { Packing } from "../stream/voxel-place.js";
import type { FormatInput, StoredVolume, VoxelFile } from "../voxel-source.js";
import type { NpyHeader } from "./npy-header.js";

/** The array behind a header. Its last axis is x, so that an array [z, y, x] is a volume [x, y, z] as it is stored. */
export function npyVolume(
  { maximumVoxels, reading, choices }: FormatInput,
  file: VoxelFile,
  { dataType, littleEndian, isFortran, shape: lengths, bytes }: NpyHeader,
  packing: Packing,
  label: string,
): StoredVolume {
  const shape = labelShape([...lengths].reverse(), { label, field: "shape", maximumVoxels });
  const grid = unplaced(shape, choices.spacing, {
    label,
    reason: "an array of NumPy says nothing of size and place of voxels",
  });
  const header = { shape, dataType, ...grid };
  const encoding = { dataType, littleEndian, slope: 1, intercept: 0, ...reading };
  const voxelBytes = shape.reduce((product, length) => product * length, bytesPerVoxel(dataType));
  const place = { label, shape, dataType, voxelOffset: bytes, voxelBytes, behind: "error", nifti: null } as const;
  checkHeld(place, packing, file.source.size);
  const stored = new StreamedVolume(file, header, encoding, place, packing);
  return isFortran ? transposedVolume(stored, label) : stored;
}
