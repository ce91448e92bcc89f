import { VoxmatchError } from "../../../base/errors.js";
import type { Affine } from "../../../base/types.js";
import { spanned } from "../affine-columns.js";
import type { NiftiFields } from "./header-fields.js";

/** Where a header places its voxels. */
export interface NiftiGrid {
  /** mm, one for each axis of the volume */
  readonly spacing: readonly number[];
  /** Voxel to world, mm; null if the header says nothing of it. */
  readonly affine: Affine | null;
  /** The same in the file's own unit, and the form that it was taken from. */
  readonly stored: StoredForm | null;
  /** How faults and contradictions were read. */
  readonly notes: readonly string[];
}

/** An affine as the file has it, and which of its two forms it is. */
export interface StoredForm {
  readonly form: "sform" | "qform";
  readonly affine: Affine;
}

/** How far b² + c² + d² may exceed 1 by rounding before a quaternion counts as damaged. */
const QUATERNION_SLACK = 1e-4;

/** The largest code of a form that NIfTI defines. */
const MAXIMUM_FORM_CODE = 5;

/** Sizes that differ by less are one number, rounded: an oblique sform in single precision leaves 0.79999998 for 0.8. */
const ROUNDING = 1e-6;

/** Sizes that differ by more contradict each other. */
const CONTRADICTION = 1e-3;

/**
 * Voxel to world by the sform if the header has a usable one, else by the qform: nibabel's order. Without either nothing is known but
 * the voxels' size. The spacing is the length of the affine's columns; `pixdim` only where there is no affine.
 * @param shape the lengths of the axes that the volume has
 * @throws VoxmatchError `INVALID_VOLUME` if neither form places the voxels, or their size is unknown; `INVALID_FILE` for a
 *   quaternion that is none
 */
export function niftiGrid(fields: NiftiFields, shape: readonly number[], label: string): NiftiGrid {
  const notes: string[] = [];
  const note = (text: string) => notes.push(`${label}: ${text}`);
  const stored = storedForm(fields, shape, label, note);
  const toMillimetres = millimetres(fields.units);
  const spacing = shape.map((length, axis) => {
    const stepOf = ({ affine }: StoredForm) => Math.hypot(affine[axis], affine[4 + axis], affine[8 + axis]);
    const step = stored === null ? 0 : stepOf(stored);
    return toMillimetres(sizeAlong({ axis, length, step, form: stored?.form ?? null }, fields, label, note));
  });
  if (stored === null) {
    note(
      `the header says nothing of orientation or place (qform_code ${fields.qformCode}, sform_code ${fields.sformCode}), so ` +
        "only shape and spacing can be compared.",
    );
  }
  const affine =
    stored === null ? null : stored.affine.map((entry, index) => (index < 12 ? toMillimetres(entry) : entry));
  return { spacing, affine, stored, notes };
}

type Note = (text: string) => void;

function storedForm(fields: NiftiFields, shape: readonly number[], label: string, note: Note): StoredForm | null {
  const [sform, qform] = [usableCode(fields, "sform", note), usableCode(fields, "qform", note)];
  if (sform) {
    const affine = [...fields.srow, 0, 0, 0, 1];
    if (spanned(affine, shape)) return { form: "sform", affine };
    if (!qform) throw refuseAffine(affine, shape, label);
    const found = fromQuaternion(fields, shape, label);
    note(
      `the sform (sform_code ${fields.sformCode}; ${fields.srow.join(", ")}) does not place the voxels in space, so the qform ` +
        `(qform_code ${fields.qformCode}; ${found.slice(0, 12).map(short).join(", ")}) is used.`,
    );
    return { form: "qform", affine: found };
  }
  return qform ? { form: "qform", affine: fromQuaternion(fields, shape, label) } : null;
}

/** False for 0, and for codes that mean nothing, which nibabel takes for 0, too. */
function usableCode(fields: NiftiFields, form: "sform" | "qform", note: Note): boolean {
  const code = form === "sform" ? fields.sformCode : fields.qformCode;
  if (code >= 0 && code <= MAXIMUM_FORM_CODE) return code > 0;
  const other = form === "sform" ? `, and the qform (qform_code ${fields.qformCode}) is looked at` : "";
  note(
    `${form}_code is ${code}, which NIfTI does not define: it is read as 0, so that the ${form} is not used${other}.`,
  );
  return false;
}

/** Axes of the volume that a size is asked for. */
interface Axis {
  readonly axis: number;
  readonly length: number;
  /** Length of the affine's column; 0 without an affine, and where an axis of one voxel has no direction. */
  readonly step: number;
  readonly form: "sform" | "qform" | null;
}

/** The size of a voxel along an axis, in the file's own unit. */
function sizeAlong({ axis, length, step, form }: Axis, { pixdim }: NiftiFields, label: string, note: Note): number {
  const field = `pixdim[${axis + 1}]`;
  const stated = pixdim[axis + 1];
  const size = Math.abs(stated);
  const isStated = Number.isFinite(size) && size > 0;
  const along = `along ${"xyz"[axis]}`;
  if (step === 0) {
    if (!isStated && length > 1) throw refuseSpacing(axis, stated, label);
    if (!isStated) note(`${field} is ${stated}; the only voxel ${along} is taken to be 1 long.`);
    else if (stated < 0) note(`${field} is ${stated}; sizes have no sign, so the spacing ${along} is ${short(size)}.`);
    return isStated ? size : 1;
  }
  // The qform has its sizes from pixdim, where odd ones are noted.
  const isSame = isStated && Math.abs(step - size) <= ROUNDING * size;
  if (stated < 0 && isStated) note(`${field} is ${stated}; sizes have no sign, so it is read as ${short(size)}.`);
  if (isSame) return size;
  if (!isStated)
    note(`${field} is ${stated}, the ${form}'s step ${along} ${short(step)}: the ${form}'s is the spacing.`);
  else if (Math.abs(step - size) > CONTRADICTION * Math.max(step, size)) {
    note(`${field} is ${short(stated)}, the ${form}'s step ${along} ${short(step)}: the ${form}'s is the spacing.`);
  }
  return step;
}

/** Single precision shows seven digits. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}

function refuseSpacing(axis: number, size: number, label: string): VoxmatchError {
  return new VoxmatchError(
    "INVALID_VOLUME",
    `${label}: the spacing along ${"xyz"[axis]} is ${size} (pixdim[${axis + 1}]), expected a number above 0. ` +
      "Distances cannot be measured without it and guessing it would make them wrong: write the true voxel size " +
      "into the header.",
    { source: label, axis, pixdim: size },
  );
}

function refuseAffine(affine: Affine, shape: readonly number[], label: string): VoxmatchError {
  const axes = shape.filter((length) => length > 1).length;
  return new VoxmatchError(
    "INVALID_VOLUME",
    `${label}: the affine in the header (${affine.slice(0, 12).join(", ")}) does not place the voxels in space: ` +
      `expected finite numbers and ${axes} independent axes. Write the file again with a valid sform or qform.`,
    { source: label, affine },
  );
}

function fromQuaternion(fields: NiftiFields, shape: readonly number[], label: string): Affine {
  let [b, c, d] = fields.quaternion;
  const squared = b * b + c * c + d * d;
  if (!(squared <= 1 + QUATERNION_SLACK)) {
    throw new VoxmatchError(
      "INVALID_FILE",
      `${label}: the rotation in the header (quaternion b, c, d = ${fields.quaternion.join(", ")}) is none: the sum of ` +
        `the squares is ${squared}, expected at most 1. Write the file again with a valid qform or with an sform.`,
      { source: label, quaternion: fields.quaternion },
    );
  }
  // Stored in single precision a half turn comes out a hair above 1, whose root would be NaN.
  const a = Math.sqrt(Math.max(0, 1 - squared));
  if (squared > 1) {
    const norm = Math.sqrt(squared);
    b /= norm;
    c /= norm;
    d /= norm;
  }
  const [dx, dy, size] = [0, 1, 2].map((axis) => {
    const stated = Math.abs(fields.pixdim[axis + 1]);
    if (Number.isFinite(stated) && stated > 0) return stated;
    if ((shape[axis] ?? 1) > 1) throw refuseSpacing(axis, fields.pixdim[axis + 1], label);
    return 1;
  });
  const dz = size * (fields.pixdim[0] < 0 ? -1 : 1);
  const [x, y, z] = fields.qoffset;
  const affine = [
    [(a * a + b * b - c * c - d * d) * dx, 2 * (b * c - a * d) * dy, 2 * (b * d + a * c) * dz, x],
    [2 * (b * c + a * d) * dx, (a * a + c * c - b * b - d * d) * dy, 2 * (c * d - a * b) * dz, y],
    [2 * (b * d - a * c) * dx, 2 * (c * d + a * b) * dy, (a * a + d * d - b * b - c * c) * dz, z],
    [0, 0, 0, 1],
  ].flat();
  if (spanned(affine, shape)) return affine;
  throw refuseAffine(affine, shape, label);
}

/** From the unit in the low three bits of `xyzt_units` to mm; a file that names none means mm. */
function millimetres(units: number): (length: number) => number {
  const spatial = units & 7;
  if (spatial === 1) return (length) => length * 1000;
  if (spatial === 3) return (length) => length / 1000;
  return (length) => length;
}
