import { VoxmatchError } from "../../../base/errors.js";
import type { Affine, DataType } from "../../../base/types.js";
import { MAXIMUM_ROW_LENGTH } from "../../../bindings/volumes/run-volume.js";
import { niftiAffine } from "./affine.js";
import { STORED_TYPES, type StoredType, UNUSABLE_TYPES } from "./data-types.js";
import { type NiftiFields, readNiftiFields } from "./header-fields.js";

/** What a checked NIfTI header says of the volume behind it. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  readonly headerBytes: number;
  /** Two numbers if the header has at most two dimensions, else three. */
  readonly shape: readonly number[];
  /** mm */
  readonly spacing: readonly number[];
  /** Voxel to world, mm. */
  readonly affine: Affine;
  readonly dataType: DataType;
  readonly slope: number;
  readonly intercept: number;
  /** Where the voxels begin. */
  readonly voxelOffset: number;
  /** How many bytes the voxels take. */
  readonly voxelBytes: number;
}

/** Compares what was read of a header with another reader's answer: `header-cross-check.ts`. */
export type HeaderCheck = (bytes: Uint8Array, fields: NiftiFields, affine: Affine, label: string) => void;

/** Volumes with more voxels than this are refused unless the caller allows more. */
export const DEFAULT_MAXIMUM_VOXELS = 2 ** 32;

/** Extensions may take this many bytes; no writer is known that needs a hundredth of it. */
const MAXIMUM_EXTENSION_BYTES = 64 * 2 ** 20;

/**
 * Checks a header field by field and says what it means. Nothing is allocated by what the header claims.
 *
 * - Dimensions of 1 beyond the third are dropped; fewer than two dimensions are filled up to `[n, 1]`.
 * - Spacing is `pixdim`, the affine the sform, else the qform, else `pixdim`; metres and microns become millimetres.
 * - A slope of 0, NaN or infinity means that stored numbers are labels as they are, and the intercept is ignored.
 *
 * @param bytes at least the whole header
 * @param label how messages name the volume
 * @param check what says the last word; none where the header is only looked at
 * @throws VoxmatchError `INVALID_FILE` if the header contradicts itself or the format, `INVALID_VOLUME` if it describes
 * something that is no label volume
 */
export function parseNiftiHeader(
  bytes: Uint8Array,
  label: string,
  maximumVoxels: number = DEFAULT_MAXIMUM_VOXELS,
  check: HeaderCheck | null = null,
): NiftiHeader {
  const fields = readNiftiFields(bytes, label);
  const stored = checkType(fields, label);
  const shape = checkShape(fields, label, maximumVoxels);
  const voxelOffset = checkOffset(fields, label);
  const scaling = checkScaling(fields, label);
  const voxelSize = checkVoxelSize(fields, shape.length, label);
  const affine = niftiAffine(fields, voxelSize, label);
  checkAffine(affine, shape.length, label);
  check?.(bytes, fields, affine, label);
  const toMillimetres = millimetres(fields.units);
  return {
    version: fields.version,
    littleEndian: fields.littleEndian,
    headerBytes: fields.headerBytes,
    shape,
    spacing: voxelSize.slice(0, shape.length).map(toMillimetres),
    affine: affine.map((entry, index) => (index < 12 ? toMillimetres(entry) : entry)),
    dataType: stored.dataType,
    ...scaling,
    voxelOffset,
    voxelBytes: shape.reduce((product, length) => product * length, stored.bytes),
  };
}

function checkType({ datatype, bitpix }: NiftiFields, label: string): StoredType {
  const stored = STORED_TYPES.find(({ code }) => code === datatype);
  if (stored === undefined) {
    const name = UNUSABLE_TYPES.get(datatype);
    throw new VoxmatchError(
      name === undefined ? "INVALID_FILE" : "INVALID_VOLUME",
      `${label} stores its voxels as ${name ?? "something that NIfTI does not define"} (datatype ${datatype}), which ` +
        "cannot be labels. Save it with an integer type, such as uint8 or uint16.",
      { source: label, datatype },
    );
  }
  if (bitpix !== stored.bytes * 8) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the header contradicts itself: datatype ${datatype} (${stored.dataType}) takes ${stored.bytes * 8} bits ` +
        `a voxel, but bitpix says ${bitpix}. Write the file again.`,
      { source: label, datatype, bitpix, expectedBitpix: stored.bytes * 8 },
    );
  }
  return stored;
}

function checkShape({ dim }: NiftiFields, label: string, maximumVoxels: number): readonly number[] {
  const [dimensions, ...lengths] = dim;
  if (dimensions < 1 || dimensions > 7) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the header has ${dimensions} dimensions (dim[0]), expected 1 to 7. The file is damaged: copy or write ` +
        "it again.",
      { source: label, dim },
    );
  }
  const used = lengths.slice(0, dimensions);
  const bad = used.findIndex((length) => length < 1);
  if (bad >= 0) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the volume is ${used[bad]} voxels long along axis ${bad + 1} (dim[${bad + 1}]), expected at least 1. ` +
        "The file is damaged: copy or write it again.",
      { source: label, dim },
    );
  }
  const extra = used.findIndex((length, axis) => axis > 2 && length > 1);
  if (extra >= 0) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} has ${extra + 1} dimensions (${used.join(" × ")}), but a label volume has two or three. Save each ` +
        "3D volume in a file of its own.",
      { source: label, shape: used },
    );
  }
  const voxels = used.reduce((product, length) => product * BigInt(length), 1n);
  if (voxels > BigInt(maximumVoxels)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}: the header claims ${used.join(" × ")} = ${voxels} voxels, and at most ${maximumVoxels} are read. If ` +
        "the file really is that large, crop it or raise maximumVoxels.",
      { source: label, shape: used, voxels: String(voxels), maximumVoxels },
    );
  }
  if (used[0] > MAXIMUM_ROW_LENGTH) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label} is ${used[0]} voxels long along x, and at most ${MAXIMUM_ROW_LENGTH} can be read. Crop the volume, or transpose ` +
        "it so that another axis is the first.",
      { source: label, shape: used, maximum: MAXIMUM_ROW_LENGTH },
    );
  }
  return dimensions === 1 ? [used[0], 1] : used.slice(0, 3);
}

function checkOffset({ voxOffset, headerBytes, version }: NiftiFields, label: string): number {
  const least = headerBytes + 4;
  const most = least + MAXIMUM_EXTENSION_BYTES;
  if (Number.isInteger(voxOffset) && voxOffset >= least && voxOffset <= most) return voxOffset;
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label}: the header says that the voxels begin at byte ${voxOffset} (vox_offset), expected a whole number from ` +
      `${least} to ${most} in a single NIfTI-${version} file. The file is damaged: copy or write it again.`,
    { source: label, voxOffset, least, most },
  );
}

function checkScaling({ slope, intercept }: NiftiFields, label: string): { slope: number; intercept: number } {
  if (slope === 0 || !Number.isFinite(slope)) return { slope: 1, intercept: 0 };
  if (Number.isFinite(intercept)) return { slope, intercept };
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label}: the header scales its voxels by ${slope} and adds ${intercept} (scl_inter), expected a finite number. ` +
      "Set scl_slope to 1 and scl_inter to 0.",
    { source: label, slope, intercept },
  );
}

/** `pixdim[1..3]`, with 1 for axes that the volume does not have. */
function checkVoxelSize({ pixdim, dim }: NiftiFields, shapeLength: number, label: string): readonly number[] {
  return [0, 1, 2].map((axis) => {
    const size = pixdim[axis + 1];
    if (Number.isFinite(size) && size > 0) return size;
    if (axis >= Math.min(dim[0], shapeLength)) return 1;
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}: the spacing along ${"xyz"[axis]} is ${size} (pixdim[${axis + 1}]), expected a number above 0. ` +
        "Distances cannot be measured without it and guessing it would make them wrong: write the true voxel size " +
        "into the header.",
      { source: label, axis, pixdim: size },
    );
  });
}

/** A 3D volume needs all three directions; a 2D one needs its two, whatever the third column holds. */
function checkAffine(affine: Affine, dimensions: number, label: string): void {
  const [a, b, c, , d, e, f, , g, h, i] = affine;
  const cross = [d * h - e * g, g * b - a * h, a * e - b * d];
  const extent = dimensions === 2 ? Math.hypot(...cross) : Math.abs(c * cross[0] + f * cross[1] + i * cross[2]);
  if (affine.every(Number.isFinite) && extent > 0 && extent < Infinity) return;
  throw new VoxmatchError(
    "INVALID_VOLUME",
    `${label}: the affine in the header (${affine.slice(0, 12).join(", ")}) does not place the voxels in space: ` +
      `expected finite numbers and ${dimensions} independent axes. Write the file again with a valid sform or qform.`,
    { source: label, affine },
  );
}

/** From the unit in the low three bits of `xyzt_units` to mm; a file that names none means mm. */
function millimetres(units: number): (length: number) => number {
  const spatial = units & 7;
  if (spatial === 1) return (length) => length * 1000;
  if (spatial === 3) return (length) => length / 1000;
  return (length) => length;
}

/**
 * Walks over the extensions between header and voxels, which are skipped but must fill that room sensibly: an
 * extension that ends elsewhere means that the voxels may begin elsewhere, too.
 * @param bytes everything before the voxels
 * @throws VoxmatchError `INVALID_FILE`
 */
export function checkExtensions(bytes: Uint8Array, header: NiftiHeader, label: string): void {
  if (bytes[header.headerBytes] === 0) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = header.headerBytes + 4;
  while (at + 8 <= header.voxelOffset) {
    const fits = (size: number) => size >= 8 && at + size <= header.voxelOffset;
    const size = view.getInt32(at, header.littleEndian);
    // Some writers pad with zeros after the last extension, some write its size in the machine's byte order.
    if (size === 0) return;
    const swapped = view.getInt32(at, !header.littleEndian);
    if (!fits(size) && !fits(swapped)) {
      throw new VoxmatchError(
        "INVALID_FILE",
        `${label}: the header extension at byte ${at} claims ${size} bytes, expected 8 to ${header.voxelOffset - at}, ` +
          "where the voxels begin. The file is damaged: copy or write it again.",
        { source: label, at, size, voxelOffset: header.voxelOffset },
      );
    }
    at += fits(size) ? size : swapped;
  }
}
