import { VoxmatchError } from "../../../base/errors.js";
import type { Affine, DataType } from "../../../base/types.js";
import { MAXIMUM_ROW_LENGTH } from "../../../bindings/volumes/run-volume.js";
import { DEFAULT_MAXIMUM_VOXELS } from "../file-options.js";
import { dimensionAdvice } from "../shape.js";
import { STORED_TYPES, type StoredType, UNUSABLE_TYPES } from "./data-types.js";
import { niftiGrid, type StoredForm } from "./grid.js";
import { type NiftiFields, readNiftiFields } from "./header-fields.js";

/** Description of a volume by its checked NIfTI header. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  readonly headerBytes: number;
  /** Two numbers if the header has at most two dimensions, else three. */
  readonly shape: readonly number[];
  /** mm */
  readonly spacing: readonly number[];
  /** Voxel to world, mm; null if the header says nothing of orientation or place. */
  readonly affine: Affine | null;
  readonly dataType: DataType;
  /** Bits a voxel as the header has them, which may contradict the type. */
  readonly bitpix: number;
  readonly slope: number;
  readonly intercept: number;
  /** Where the voxels begin. */
  readonly voxelOffset: number;
  /** How many bytes the voxels take. */
  readonly voxelBytes: number;
  /** How faults and contradictions were read: each names the file, the field and both values. */
  readonly notes: readonly string[];
}

/** Compares what was read of a header with another reader's answer: `header-cross-check.ts`. */
export type HeaderCheck = (bytes: Uint8Array, fields: NiftiFields, stored: StoredForm | null, label: string) => void;

/**
 * Checks a header field by field and says what it means. Nothing is allocated by what the header claims.
 *
 * - Dimensions of 1 beyond the third are dropped; fewer than two dimensions are filled up to `[n, 1]`.
 * - The affine is the sform, else the qform, else null; spacing is that of the affine, else `pixdim`; metres and microns become
 *   millimetres.
 * - Harmless faults are read as they must be meant, with a note: see {@link niftiGrid}; `bitpix` gives way to `datatype`.
 * - A slope of 0, NaN or infinity means that stored numbers are labels as they are, and the intercept is ignored.
 *
 * @param bytes at least the whole header
 * @param label how messages name the volume
 * @param check what says the last word; none where the header is only looked at
 * @param isPair whether the voxels lie in another file
 * @throws VoxmatchError `INVALID_FILE` if the header contradicts itself or the format, `INVALID_VOLUME` if it describes
 * something that is no label volume
 */
export function parseNiftiHeader(
  bytes: Uint8Array,
  label: string,
  maximumVoxels: number = DEFAULT_MAXIMUM_VOXELS,
  check: HeaderCheck | null = null,
  isPair = false,
): NiftiHeader {
  const fields = readNiftiFields(bytes, label, isPair);
  const stored = checkType(fields, label);
  const shape = checkShape(fields, label, maximumVoxels);
  const voxelOffset = checkOffset(fields, label, isPair);
  const scaling = checkScaling(fields, label);
  const grid = niftiGrid(fields, shape, label);
  check?.(bytes, fields, grid.stored, label);
  return {
    version: fields.version,
    littleEndian: fields.littleEndian,
    headerBytes: fields.headerBytes,
    shape,
    spacing: grid.spacing,
    affine: grid.affine,
    bitpix: fields.bitpix,
    dataType: stored.dataType,
    ...scaling,
    voxelOffset,
    voxelBytes: shape.reduce((product, length) => product * length, stored.bytes),
    notes: [...bitpixNote(fields, stored, label), ...grid.notes],
  };
}

function checkType({ datatype }: NiftiFields, label: string): StoredType {
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
  return stored;
}

/** The voxels' number shows whether the type is right: a file with more bytes than it needs is refused. */
function bitpixNote({ bitpix, datatype }: NiftiFields, { bytes, dataType }: StoredType, label: string): string[] {
  if (bitpix === 8 * bytes) return [];
  return [
    `${label}: bitpix is ${bitpix}, but datatype ${datatype} (${dataType}) takes ${8 * bytes} bits a voxel: it is read as ` +
      `${dataType}.`,
  ];
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
  if (extra >= 0) throw refuseDimensions(used, label);
  const voxels = used.reduce((product, length) => product * BigInt(length), 1n);
  if (voxels > BigInt(maximumVoxels)) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `${label}: the header claims ${used.join(" × ")} = ${voxels} voxels, and at most ${maximumVoxels} are read. If ` +
        "the file really is that large, crop it or raise maximumVoxels (--max-voxels).",
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

function refuseDimensions(shape: readonly number[], label: string): VoxmatchError {
  const dimensions = shape.findLastIndex((length) => length > 1) + 1;
  return new VoxmatchError(
    "INVALID_VOLUME",
    `${label} has ${dimensions} dimensions (${shape.join(" × ")}), but a label volume has two or three. ` +
      dimensionAdvice(shape.slice(0, dimensions)),
    { source: label, shape },
  );
}

function checkOffset({ voxOffset, headerBytes, version }: NiftiFields, label: string, isPair: boolean): number {
  const least = isPair ? 0 : headerBytes + 4;
  if (Number.isSafeInteger(voxOffset) && voxOffset >= least) return voxOffset;
  throw new VoxmatchError(
    "INVALID_FILE",
    `${label}: the header says that the voxels begin at byte ${voxOffset} (vox_offset), expected a whole number from ` +
      `${least} on in a ${isPair ? "pair" : "single file"} of NIfTI-${version}. The file is damaged: copy or write it again.`,
    { source: label, voxOffset, least },
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
