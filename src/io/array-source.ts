import { VoxmatchError } from "../../base/errors.js";
import type { Affine, DataType, VolumeHeader } from "../../base/types.js";
import type { Engine } from "../../bindings/engine/engine.js";
import { packArray } from "../../bindings/read/pack-array.js";
import { VolumeEncoder } from "../../bindings/read/volume-encoder.js";
import { tripleOf } from "../../bindings/volumes/run-volume.js";
import { dataTypeOf, MACHINE_IS_LITTLE_ENDIAN, type VoxelArray } from "./nifti/data-types.js";
import { checkAffine, checkShape, checkSpacing } from "./shape.js";
import { type LoadedVoxels, type ReadingRemarks, roundingNote, withNotes } from "./volume-notes.js";
import type { VoxelSource } from "./voxel-source.js";

/** Voxels in an array and where they lie. */
export interface ArrayVolume {
  /** The labels, x fastest, then y, then z. */
  readonly data: VoxelArray;
  /** Voxels along x, y (and z). */
  readonly shape: readonly number[];
  /** Millimetres between voxels along each axis; by default the affine's steps, or 1 without an affine. */
  readonly spacing?: readonly number[];
  /** Voxel to world, sixteen numbers row after row; null (the default) if it is unknown. */
  readonly affine?: Affine | null;
  /** Round every number to the nearest label, however far off it is; false by default: fractions are refused. */
  readonly roundLabels?: boolean;
  /** A negative number that is read as the label 2³² more than itself, to be ignored as `ignoreLabel`; null by default. */
  readonly negativeLabel?: number | null;
}

/** Spacings that differ by no more than this part are one number, rounded. */
const ROUNDING = 1e-6;

/** Spacings that differ by more than this part of the larger one contradict each other. */
const CONTRADICTION = 1e-3;

/** The affine's steps, which are the spacing that was given if that differs by no more than rounding does. */
function arraySpacing(shape: readonly number[], given: readonly number[] | undefined, affine: Affine | null) {
  const notes: string[] = [];
  const spacing = shape.map((length, axis) => {
    const step = affine === null ? 0 : Math.hypot(affine[axis], affine[4 + axis], affine[8 + axis]);
    if (step === 0 || (length === 1 && given !== undefined)) return given?.[axis] ?? 1;
    const size = given?.[axis] ?? step;
    const off = Math.abs(size - step) / Math.max(size, step);
    if (off <= ROUNDING) return size;
    if (off > CONTRADICTION) {
      notes.push(
        `The spacing of an array along ${"xyz"[axis]} is ${size} mm, its affine's step ${step} mm: the affine's is used.`,
      );
    }
    return step;
  });
  return { spacing, notes };
}

/** Voxels in a typed array, which is only read. */
export class ArraySource implements VoxelSource {
  readonly kind = "array";
  readonly parallel = null;
  readonly stored = null;
  readonly header: VolumeHeader;
  readonly identity: unknown;
  readonly #array: ArrayVolume;
  readonly #label: string;

  /**
   * Checks that the parts of an array volume fit each other.
   * @param label how notes name the volume
   * @throws VoxmatchError `INVALID_VOLUME`
   */
  constructor(array: ArrayVolume, label: string) {
    const { shape } = array;
    const dataType = checkedType(array);
    const affine = array.affine ?? null;
    checkAffine(affine, shape);
    if (array.spacing !== undefined) checkSpacing(array.spacing, shape.length);
    const { spacing, notes } = arraySpacing(shape, array.spacing, affine);
    const header = { shape: [...shape], spacing, affine: affine && [...affine], dataType, source: null };
    this.header = withNotes(header, notes);
    this.identity = array.data;
    this.#array = array;
    this.#label = label;
  }

  async load(engine: Engine): Promise<LoadedVoxels> {
    const { data, shape, roundLabels, negativeLabel } = this.#array;
    const { dataType } = this.header;
    const stored = { dataType, littleEndian: MACHINE_IS_LITTLE_ENDIAN, slope: 1, intercept: 0 };
    const encoding = { ...stored, roundLabels, negativeLabel };
    const bits = packArray(engine, { data, shape: tripleOf(shape), encoding });
    if (bits !== null) return { voxels: bits, united: null, rounding: null, trailingBytes: 0 };
    const encoder = new VolumeEncoder(engine, shape, encoding);
    try {
      encoder.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return { ...encoder.finish(), trailingBytes: 0 };
    } catch (error) {
      encoder.abandon();
      throw error;
    }
  }

  async describe(found: ReadingRemarks): Promise<VolumeHeader> {
    return withNotes(this.header, [...(this.header.notes ?? []), ...roundingNote(this.#label, found)]);
  }

  async close(): Promise<void> {}
}

/** The type of the voxels of an array that its shape fits. @throws VoxmatchError `INVALID_VOLUME` */
function checkedType({ data, shape }: ArrayVolume): DataType {
  const dataType = dataTypeOf(data);
  if (dataType === null) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      "The voxels must be in a typed array of integers or floats, such as Uint8Array or Uint16Array. Convert a plain " +
        "array with Uint16Array.from(array).",
      { received: data === null ? "null" : typeof data },
    );
  }
  checkShape(shape);
  const voxels = shape.reduce((product, length) => product * length, 1);
  if (voxels !== data.length) {
    throw new VoxmatchError(
      "INVALID_VOLUME",
      `The shape ${shape.join(" × ")} has ${voxels} voxels, but the array holds ${data.length}. Shape and array must ` +
        "belong together, x fastest.",
      { shape, expected: voxels, found: data.length },
    );
  }
  return dataType;
}
